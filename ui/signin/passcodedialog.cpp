// SPDX-License-Identifier: MIT
#include "passcodedialog.h"

#include "dialogtext.h"
#include "inlinenote.h"
#include "plaintext.h"

#include <QFontDatabase>
#include <QLineEdit>
#include <QPointer>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int Digits = 6;
constexpr int WidthChars = 64;
constexpr int FieldChars = 24;
constexpr qreal CodeScale = 1.5;
constexpr qreal CodeSpacing = 4;

QFont codeFont(const QFont &around)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(around.pointSizeF() * CodeScale);
    font.setLetterSpacing(QFont::AbsoluteSpacing, CodeSpacing);
    return font;
}

} // namespace

PasscodeDialog::PasscodeDialog(const Profile &profile, const QString &reason, QWidget *parent)
    : FormDialog(tr("&Sign in"), u"signInButton"_s, parent), m_code(new QLineEdit)
{
    setObjectName(u"passcodeDialog"_s);
    setAccessibleName(tr("Passcode"));
    setWidthChars(WidthChars);
    setHeadline(tr("Passcode"), tr("Passcode for %1").arg(shortName(profile.name)),
                tr("Type the six digits that your authenticator shows now."));
    auto *note = new InlineNote(u"reasonNote"_s);
    note->say(InlineNote::Kind::Warning, visibleText(reason, 600));
    content()->insertWidget(content()->indexOf(body()), note);
    m_code->setObjectName(u"passcodeEdit"_s);
    m_code->setFont(codeFont(font()));
    m_code->setInputMethodHints(Qt::ImhDigitsOnly | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    // A code is often copied with spaces around or inside.
    m_code->setValidator(
        new QRegularExpressionValidator(QRegularExpression(u"^\\s*(?:[0-9]\\s*){0,6}$"_s), m_code));
    m_code->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_code->setFixedWidth(fontMetrics().averageCharWidth() * FieldChars);
    m_row = new FieldRow(tr("&Passcode"), FieldRow::inOneLine({m_code}));
    body()->addWidget(m_row);
    connect(m_code, &QLineEdit::textChanged, this, &PasscodeDialog::refresh);
    connect(m_row, &FieldRow::left, this, &PasscodeDialog::refresh);
    m_code->setFocus();
}

QList<FieldProblem> PasscodeDialog::problems() const
{
    const auto count = digits().size();
    if (count == Digits)
        return {};
    return {{m_row, tr("The passcode has six digits."), true}};
}

void PasscodeDialog::goOn()
{
    setFinished();
    const QPointer<PasscodeDialog> alive(this);
    Q_EMIT decided(digits());
    if (alive)
        accept();
}

QString PasscodeDialog::digits() const
{
    QString text = m_code->text();
    text.removeIf([](QChar c) { return c.isSpace(); });
    return text;
}

} // namespace leasekeeper
