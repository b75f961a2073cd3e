// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "instancedialog.h"
#include "instancestore.h"
#include "settings.h"
#include "virtualtime.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QTest>

#include <memory>

namespace leasekeeper::test
{

inline constexpr qint64 SecondMs = 1'000;
inline constexpr qint64 MinuteMs = 60 * SecondMs;
inline constexpr qint64 HourMs = 60 * MinuteMs;
inline constexpr qint64 StartMs = 1'699'986'660'000; ///< Tuesday 2023-11-14 18:31:00 UTC

/// The service's clock, as far from the computer's as a test wants.
class OffsetServerTime final : public ServerTime
{
public:
    explicit OffsetServerTime(const Clock &clock) : m_clock(clock) {}
    [[nodiscard]] qint64 nowMs() const override { return m_clock.wallMs() + offsetMs; }
    [[nodiscard]] bool isVerified() const override { return true; }
    qint64 offsetMs = 0;

private:
    const Clock &m_clock;
};

/// Everything a dialog is given, in the hands of a test.
class DialogDesktop
{
public:
    DialogDesktop()
    {
        profile.name = QStringLiteral("OTC prod");
        profile.region = QStringLiteral("eu-de");
        profile.projectId = QStringLiteral("ml-team");
        profile.userId = QStringLiteral("id-ana");
    }

    ~DialogDesktop() { close(); }

    /// A running instance of the caller's own that stops in `leftMs`, or one in another state.
    [[nodiscard]] Instance instance(const QString &name, InstanceStatus status = InstanceStatus::Running,
                                    qint64 leftMs = 24 * MinuteMs) const
    {
        Instance made;
        made.id = QStringLiteral("f9937afa-0000-4000-8000-%1").arg(name);
        made.name = name;
        made.status = status;
        made.statusText = instanceStatusText(status);
        made.flavor = QStringLiteral("cpu.2u");
        made.image.name = QStringLiteral("notebook2.0-mul-kernel-cpu-cp36");
        made.lease.createAtMs = StartMs - 5 * HourMs;
        made.lease.durationMs = 5 * HourMs + leftMs;
        made.lease.updateAtMs = StartMs - HourMs;
        made.lease.enabled = true;
        made.storage.category = QStringLiteral("EVS");
        made.storage.ownership = QStringLiteral("MANAGED");
        made.storage.capacityGb = 5;
        made.storage.mountPath = QStringLiteral("/home/ma-user/work");
        made.ownerId = QStringLiteral("id-ana");
        made.ownerName = QStringLiteral("ana");
        made.updatedAtMs = StartMs - 17 * MinuteMs;
        return made;
    }

    [[nodiscard]] Instance foreign(Instance made) const
    {
        made.ownerId = QStringLiteral("id-li");
        made.ownerName = QStringLiteral("li");
        return made;
    }

    /// Reads of the service: what they say is in the store.
    void observe(const QList<Instance> &instances) { store.observe(instances, time.monotonicMs()); }
    void vanish(const Instance &gone) { store.observeGone(gone.id, time.monotonicMs() + 1); }

    InstanceDialog *open(InstanceVerb verb, const QList<Instance> &instances)
    {
        observe(instances);
        QStringList ids;
        for (const Instance &one : instances)
            ids += one.id;
        return openIds(verb, ids);
    }

    InstanceDialog *openIds(InstanceVerb verb, const QStringList &ids)
    {
        close();
        decisions.clear();
        const DialogContext context{store, serverTime, clock ? *clock : time, time, settings, profile, range};
        dialog = createInstanceDialog(verb, context, ids, nullptr);
        QObject::connect(dialog, &InstanceDialog::decided, dialog,
                         [this](const Decision &decision) { decisions += decision; });
        dialog->open();
        if (!QTest::qWaitForWindowActive(dialog))
            qWarning("the dialog did not become active");
        time.settle();
        return dialog;
    }

    void close()
    {
        if (dialog)
            dialog->close();
        time.settle();
    }

    template <typename Widget> [[nodiscard]] Widget *find(const char *name) const
    {
        auto *widget = dialog->findChild<Widget *>(QString::fromLatin1(name));
        if (!widget)
            qWarning("there is no %s", name);
        return widget;
    }

    /// What a label shows, without the places where it may break.
    [[nodiscard]] QString text(const char *name) const
    {
        const QLabel *label = find<QLabel>(name);
        return label && label->isVisible() ? label->text().remove(QChar(0x200B)) : QString();
    }

    [[nodiscard]] QString buttonText(const char *name) const { return find<QAbstractButton>(name)->text(); }
    [[nodiscard]] bool isEnabled(const char *name) const { return find<QWidget>(name)->isEnabled(); }
    [[nodiscard]] bool isShown(const char *name) const { return find<QWidget>(name)->isVisible(); }

    /// A key to whatever has the focus, as from a keyboard.
    void press(Qt::Key key)
    {
        QWidget *target = QApplication::focusWidget() ? QApplication::focusWidget() : dialog.data();
        QTest::keyClick(target, key);
        time.settle();
    }

    /// A key that has been held down since long ago.
    void hold(Qt::Key key, int repeats = 5)
    {
        for (int i = 0; i < repeats; ++i) {
            for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
                QWidget *target = QApplication::focusWidget();
                if (!dialog || !target)
                    return;
                QKeyEvent event(type, key, Qt::NoModifier, QString(), true);
                QApplication::sendEvent(target, &event);
            }
        }
        time.settle();
    }

    void click(const char *name)
    {
        QTest::mouseClick(find<QWidget>(name), Qt::LeftButton);
        time.settle();
    }

    void type(const char *name, const QString &text)
    {
        auto *edit = find<QLineEdit>(name);
        edit->setFocus();
        edit->clear();
        QTest::keyClicks(edit, text);
        time.settle();
    }

    [[nodiscard]] bool hasFocus(const char *name) const
    {
        auto *widget = find<QWidget>(name);
        return QApplication::focusWidget() == widget;
    }

    /// Names of widgets a person can operate that assistive technology or a test could not name.
    [[nodiscard]] QStringList nameless() const
    {
        QStringList found;
        for (QWidget *widget : dialog->findChildren<QWidget *>()) {
            const bool isInner =
                widget->objectName().startsWith(QStringLiteral("qt_")) || !widget->isVisible();
            if (isInner || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            if (widget->objectName().isEmpty() || !interface || interface->text(QAccessible::Name).isEmpty())
                found +=
                    QStringLiteral("%1 \"%2\"")
                        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
        }
        return found;
    }

    VirtualTime time{StartMs};
    std::unique_ptr<Clock> clock; ///< in place of `time`, where set
    OffsetServerTime serverTime{time};
    InstanceStore store;
    Settings settings{QString()};
    Profile profile;
    LeaseRange range;
    QPointer<InstanceDialog> dialog;
    QList<Decision> decisions;
};

} // namespace leasekeeper::test
