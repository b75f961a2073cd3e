// SPDX-License-Identifier: MIT
#include "contentdialog.h"

#include "focusinsight.h"
#include "plainlabel.h"
#include "steadybutton.h"

#include <QKeyEvent>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int Margin = 22;
constexpr int Spacing = 14;
constexpr int SmallestWidth = 540;
constexpr int WidthChars = 78; ///< grows with the font

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

} // namespace

ContentDialog::ContentDialog(QWidget *parent)
    : QDialog(parent),
      m_headline(new PlainLabel(PlainLabel::Look::Headline)),
      m_subline(new PlainLabel(PlainLabel::Look::Body)),
      m_area(new QScrollArea(this)),
      m_buttons(new QDialogButtonBox(this)),
      m_cancelButton(new SteadyButton(tr("Cancel"))),
      m_widthChars(WidthChars)
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_headline->setObjectName(u"headlineLabel"_s);
    m_subline->setObjectName(u"sublineLabel"_s);
    m_cancelButton->setObjectName(u"cancelButton"_s);

    auto *inside = new Content;
    m_body = new QVBoxLayout;
    m_body->setSpacing(Spacing);
    auto *heads = new QVBoxLayout;
    heads->setSpacing(6);
    heads->addWidget(m_headline);
    heads->addWidget(m_subline);
    m_content = new QVBoxLayout(inside);
    m_content->setContentsMargins(Margin, Margin, Margin, 0);
    m_content->setSpacing(Spacing);
    m_content->addLayout(heads);
    m_content->addLayout(m_body, 1);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(inside);
    inside->installEventFilter(this);
    new FocusInSight(m_area);

    m_footer = new QVBoxLayout;
    m_footer->setContentsMargins(Margin, 0, Margin, 0);
    m_buttons->addButton(m_cancelButton, QDialogButtonBox::RejectRole);
    m_buttons->setContentsMargins(Margin, 0, Margin, Margin - 4);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Spacing + 4);
    layout->addWidget(m_area, 1);
    layout->addLayout(m_footer);
    layout->addWidget(m_buttons);
}

ContentDialog::~ContentDialog() = default;

void ContentDialog::setVisible(bool visible)
{
    const bool isFirst = visible && !m_wasShown;
    if (isFirst) {
        const int wanted = std::max(SmallestWidth, fontMetrics().averageCharWidth() * m_widthChars);
        const int most = screen() ? screen()->availableGeometry().width() * 9 / 10 : wanted;
        resize(std::min(wanted, most), height());
        fitToContent();
        putButtonsLast();
    }
    QDialog::setVisible(visible);
    // Who came here by keyboard wants to see where it is, before the first Tab.
    if (isFirst && parentWidget())
        setAttribute(Qt::WA_KeyboardFocusChange,
                     parentWidget()->window()->testAttribute(Qt::WA_KeyboardFocusChange));
}

void ContentDialog::done(int result)
{
    m_isFinished = true;
    QDialog::done(result);
}

void ContentDialog::setHeadline(const QString &title, const QString &headline, const QString &subline)
{
    setWindowTitle(title);
    m_headline->setPlain(headline);
    m_subline->setPlain(subline);
    m_subline->setVisible(!subline.isEmpty());
}

void ContentDialog::addButton(QPushButton *button, QDialogButtonBox::ButtonRole role)
{
    m_buttons->addButton(button, role);
    button->setAutoDefault(false);
}

void ContentDialog::addDangerousButton(SteadyButton *button, QDialogButtonBox::ButtonRole role)
{
    addButton(button, role);
    m_cancelButton->setDefault(true);
    // Holds the button alone: focus also leaves while QDialog's destructor hides what is left of this dialog.
    connect(button, &SteadyButton::focusTaken, m_cancelButton,
            [cancel = m_cancelButton](bool taken) { cancel->setDefault(!taken); });
}

void ContentDialog::putButtonsLast()
{
    // What comes into a window anew comes to the end of its chain; it loses the focus on the way.
    QWidget *focus = focusWidget();
    layout()->removeWidget(m_buttons);
    m_buttons->setParent(nullptr);
    layout()->addWidget(m_buttons);
    // Among each other they follow in the order in which they stand.
    QWidget *last = nullptr;
    for (int i = 0; i < m_buttons->layout()->count(); ++i) {
        QWidget *button = m_buttons->layout()->itemAt(i)->widget();
        if (button && last)
            setTabOrder(last, button);
        last = button ? button : last;
    }
    if (focus)
        focus->setFocus();
}

void ContentDialog::fitToContent()
{
    QLayout *inside = m_area->widget()->layout();
    inside->activate();
    const int width = std::max(this->width(), inside->totalMinimumSize().width());
    int chrome = m_buttons->sizeHint().height() + layout()->spacing();
    if (!m_footer->isEmpty()) {
        const int footer =
            m_footer->hasHeightForWidth() ? m_footer->heightForWidth(width) : m_footer->sizeHint().height();
        chrome += footer + layout()->spacing();
    }
    const int most = std::max(availableHeight() - chrome, 100);
    const int least = inside->hasHeightForWidth() ? inside->totalMinimumHeightForWidth(width)
                                                  : inside->totalMinimumSize().height();
    const int preferred =
        inside->hasHeightForWidth() ? inside->totalHeightForWidth(width) : inside->totalSizeHint().height();
    m_area->setMinimumSize(inside->totalMinimumSize().width(), std::min(least, most));
    const int wanted = std::min(preferred, most) + chrome;
    // With a table the height a person gave is kept; without one there is nothing to gain from being higher.
    if (!m_isSizedByUser || !m_keepsGivenHeight || height() < std::min(least, most) + chrome)
        resize(width, wanted);
}

void ContentDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    m_wasShown = true;
}

void ContentDialog::resizeEvent(QResizeEvent *event)
{
    QDialog::resizeEvent(event);
    // Spontaneous: the person or the window manager did it.
    if (m_wasShown && event->spontaneous())
        m_isSizedByUser = true;
    // Other line breaks need another height.
    if (m_wasShown && event->oldSize().width() != event->size().width())
        fitToContent();
}

void ContentDialog::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    // A key held down since before the dialog opened must not press its default button.
    if (isReturn && event->isAutoRepeat()) {
        event->accept();
        return;
    }
    QDialog::keyPressEvent(event);
}

bool ContentDialog::focusNextPrevChild(bool next)
{
    // The box hands the focus on, in newer Qt to its default button, past those before it. It sets that anew
    // whenever a button comes or goes.
    m_buttons->setFocusProxy(nullptr);
    return QDialog::focusNextPrevChild(next);
}

bool ContentDialog::eventFilter(QObject *watched, QEvent *event)
{
    // Something inside has another height. It comes here only when everything further in has settled.
    if (event->type() == QEvent::LayoutRequest && m_wasShown && watched == m_area->widget())
        fitToContent();
    return QDialog::eventFilter(watched, event);
}

int ContentDialog::availableHeight() const
{
    constexpr int UnknownScreen = 1'000;
    return screen() ? screen()->availableGeometry().height() * 9 / 10 : UnknownScreen;
}

} // namespace leasekeeper
