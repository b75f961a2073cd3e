// SPDX-License-Identifier: MIT
#include "instancedialog.h"

#include "clock.h"
#include "dialogtext.h"
#include "inlinenote.h"
#include "instancestore.h"
#include "plainlabel.h"
#include "steadybutton.h"

#include <QKeyEvent>
#include <QPointer>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 OldAfterMs = 60'000; ///< data older than this is read again when a dialog opens
constexpr int Margin = 22;
constexpr int Spacing = 14;
constexpr int SmallestWidth = 540;
constexpr int WidthChars = 78; ///< grows with the font
constexpr int WidthCharsSeveral = 136;

/// Scrolls only where even the least heights do not fit; by itself a scroll area would insist on the
/// preferred height of a table.
class Content : public QWidget
{
public:
    using QWidget::QWidget;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return layout()->totalMinimumHeightForWidth(width); }
    QSize minimumSizeHint() const override { return {layout()->totalMinimumSize().width(), 0}; }
};

QStringList withoutRepetition(QStringList ids)
{
    ids.removeDuplicates();
    return ids;
}

} // namespace

InstanceDialog::InstanceDialog(const DialogContext &context, const QStringList &ids, QWidget *parent)
    : QDialog(parent),
      m_context(context),
      m_ids(withoutRepetition(ids)),
      m_idSet(m_ids.begin(), m_ids.end()),
      m_headline(new PlainLabel(PlainLabel::Look::Headline)),
      m_subline(new PlainLabel(PlainLabel::Look::Body)),
      m_changeNote(new InlineNote(u"changeLabel"_s)),
      m_leftOutPanel(new LeftOutPanel),
      m_area(new QScrollArea(this)),
      m_buttons(new QDialogButtonBox(this)),
      m_cancelButton(new SteadyButton(tr("Cancel"))),
      m_ticker(context.timers, context.clock, [this] { instancesChanged(); })
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_headline->setObjectName(u"headlineLabel"_s);
    m_subline->setObjectName(u"sublineLabel"_s);
    m_cancelButton->setObjectName(u"cancelButton"_s);

    auto *content = new Content;
    m_body = new QVBoxLayout;
    m_body->setSpacing(Spacing);
    auto *heads = new QVBoxLayout;
    heads->setSpacing(6);
    heads->addWidget(m_headline);
    heads->addWidget(m_subline);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins(Margin, Margin, Margin, 0);
    contentLayout->setSpacing(Spacing);
    contentLayout->addLayout(heads);
    contentLayout->addWidget(m_changeNote);
    contentLayout->addLayout(m_body, 1);
    contentLayout->addWidget(m_leftOutPanel);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(content);
    content->installEventFilter(this);

    m_buttons->addButton(m_cancelButton, QDialogButtonBox::RejectRole);
    m_buttons->setContentsMargins(Margin, 0, Margin, Margin - 4);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Spacing + 4);
    layout->addWidget(m_area, 1);
    layout->addWidget(m_buttons);

    learnNames();
    connect(&context.store, &InstanceStore::changed, this, &InstanceDialog::onStoreChanged);
    connect(&context.store, &InstanceStore::cleared, this, [this] { instancesChanged(); });
}

InstanceDialog::~InstanceDialog() = default;

void InstanceDialog::setVisible(bool visible)
{
    if (visible && !m_wasShown) {
        const int chars = isSeveral() ? WidthCharsSeveral : WidthChars;
        const int wanted = std::max(SmallestWidth, fontMetrics().averageCharWidth() * chars);
        const int most = screen() ? screen()->availableGeometry().width() * 9 / 10 : wanted;
        resize(std::min(wanted, most), height());
        fitToContent();
    }
    QDialog::setVisible(visible);
}

void InstanceDialog::done(int result)
{
    m_isFinished = true;
    QDialog::done(result);
}

qint64 InstanceDialog::nowMs() const
{
    return m_context.serverTime.nowMs();
}

InstanceDialog::Candidates InstanceDialog::candidates(InstanceVerb verb) const
{
    Candidates result;
    for (const QString &id : m_ids) {
        const TrackedInstance *tracked = m_context.store.find(id);
        const QString name = knownName(id);
        if (!tracked) {
            result.leftOut.append({id, name, tr("It no longer exists."), true});
        } else if (tracked->activity.isActive()) {
            result.leftOut.append(
                {id, name,
                 tracked->activity.text.isEmpty()
                     ? tr("Another action on it is under way.")
                     : tr("Another action on it is under way: %1").arg(tracked->activity.text)});
        } else if (!allows(tracked->instance.status, verb)) {
            result.leftOut.append({id, name, whyNotAllowed(tracked->instance.status, verb)});
        } else {
            result.able.append(tracked->instance);
        }
    }
    return result;
}

QString InstanceDialog::nothingLeftText(const Candidates &now) const
{
    if (!now.able.isEmpty() || now.leftOut.isEmpty())
        return {};
    if (isSeveral())
        return tr("Nothing is left to do here: all of these instances are left out.");
    const LeftOut &only = now.leftOut.first();
    return only.isGone ? tr("“%1” no longer exists.").arg(only.name) : only.reason;
}

void InstanceDialog::setHeadline(const QString &title, const QString &headline, const QString &subline)
{
    setWindowTitle(title);
    m_headline->setPlain(headline);
    m_subline->setPlain(subline);
    m_subline->setVisible(!subline.isEmpty());
}

void InstanceDialog::showLeftOut(const QList<LeftOut> &leftOut)
{
    m_leftOutPanel->show(isSeveral() ? leftOut : QList<LeftOut>());
}

void InstanceDialog::addButton(QPushButton *button, QDialogButtonBox::ButtonRole role)
{
    m_buttons->addButton(button, role);
    button->setAutoDefault(false);
}

void InstanceDialog::addDangerousButton(SteadyButton *button, QDialogButtonBox::ButtonRole role)
{
    addButton(button, role);
    m_cancelButton->setDefault(true);
    // Holds the button alone: focus also leaves while QDialog's destructor hides what is left of this dialog.
    connect(button, &SteadyButton::focusTaken, m_cancelButton,
            [cancel = m_cancelButton](bool taken) { cancel->setDefault(!taken); });
}

void InstanceDialog::fitToContent()
{
    QLayout *content = m_area->widget()->layout();
    content->activate();
    const int width = std::max(this->width(), content->totalMinimumSize().width());
    const int chrome = m_buttons->sizeHint().height() + layout()->spacing();
    const int most = std::max(availableHeight() - chrome, 100);
    const int least = content->hasHeightForWidth() ? content->totalMinimumHeightForWidth(width)
                                                   : content->totalMinimumSize().height();
    const int preferred = content->hasHeightForWidth() ? content->totalHeightForWidth(width)
                                                       : content->totalSizeHint().height();
    m_area->setMinimumSize(content->totalMinimumSize().width(), std::min(least, most));
    const int wanted = std::min(preferred, most) + chrome;
    // With a table the height a person gave is kept; without one there is nothing to gain from being higher.
    if (!m_isSizedByUser || !isSeveral() || height() < std::min(least, most) + chrome)
        resize(width, wanted);
}

void InstanceDialog::decide(const Decision &decision)
{
    if (m_isFinished || decision.targets.isEmpty())
        return;
    m_isFinished = true;
    const QPointer<InstanceDialog> alive(this);
    Q_EMIT decided(decision);
    if (alive)
        accept();
}

void InstanceDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (m_wasShown)
        return;
    m_wasShown = true;
    askForFreshData();
}

void InstanceDialog::resizeEvent(QResizeEvent *event)
{
    QDialog::resizeEvent(event);
    // Spontaneous: the person or the window manager did it.
    if (m_wasShown && event->spontaneous())
        m_isSizedByUser = true;
    // Other line breaks need another height.
    if (m_wasShown && event->oldSize().width() != event->size().width())
        fitToContent();
}

void InstanceDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    // Timers may have slept with the computer.
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_wasShown && !m_isFinished)
        instancesChanged();
}

void InstanceDialog::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    // A key held down since before the dialog opened must not press its default button.
    if (isReturn && event->isAutoRepeat()) {
        event->accept();
        return;
    }
    QDialog::keyPressEvent(event);
}

bool InstanceDialog::eventFilter(QObject *watched, QEvent *event)
{
    // Something inside has another height. It comes here only when everything further in has settled.
    if (event->type() == QEvent::LayoutRequest && m_wasShown && watched == m_area->widget())
        fitToContent();
    return QDialog::eventFilter(watched, event);
}

void InstanceDialog::onStoreChanged(const InstanceChanges &changes)
{
    const auto concerns = [this](const TrackedInstance &tracked) {
        return m_idSet.contains(tracked.instance.id);
    };
    const bool any = std::any_of(changes.changed.begin(), changes.changed.end(), concerns) ||
                     std::any_of(changes.inserted.begin(), changes.inserted.end(), concerns) ||
                     std::any_of(changes.removed.begin(), changes.removed.end(),
                                 [this](const QString &id) { return m_idSet.contains(id); });
    if (!any || m_isFinished)
        return;
    learnNames();
    instancesChanged();
}

void InstanceDialog::learnNames()
{
    for (const QString &id : m_ids) {
        if (const TrackedInstance *tracked = m_context.store.find(id))
            m_names.insert(id, displayName(tracked->instance));
        else if (!m_names.contains(id))
            m_names.insert(id, shortId(id));
    }
}

void InstanceDialog::askForFreshData()
{
    const qint64 oldest = m_context.clock.monotonicMs() - OldAfterMs;
    for (const QString &id : std::as_const(m_ids)) {
        const TrackedInstance *tracked = m_context.store.find(id);
        if (tracked && tracked->observedAtMs < oldest)
            Q_EMIT readRequested(id);
    }
}

int InstanceDialog::availableHeight() const
{
    constexpr int UnknownScreen = 1'000;
    return screen() ? screen()->availableGeometry().height() * 9 / 10 : UnknownScreen;
}

} // namespace leasekeeper
