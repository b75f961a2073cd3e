// SPDX-License-Identifier: MIT
#include "script.h"

#include <QMetaEnum>
#include <QRandomGenerator>
#include <QStringList>

#include <utility>

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60'000;
constexpr qint64 HourMs = 3'600'000;

/// Chance, with a few words for what scripts need of it.
class Dice
{
public:
    explicit Dice(quint32 seed) : m_random(seed) {}

    /// 0 … n - 1.
    int below(int n) { return m_random.bounded(n); }
    qint64 between(qint64 least, qint64 most)
    {
        return least + qint64(m_random.bounded(double(most - least + 1)));
    }
    bool oneIn(int n) { return below(n) == 0; }
    template <typename T> T any(std::initializer_list<T> of) { return *(of.begin() + below(int(of.size()))); }

private:
    QRandomGenerator m_random;
};

qint64 drawWait(Dice &dice)
{
    switch (dice.below(8)) {
    case 0:
        return 0;
    case 1:
        return dice.between(1, 300);
    case 2:
    case 3:
    case 4:
        return dice.between(300, 3 * SecondMs);
    case 5:
    case 6:
        return dice.between(3 * SecondMs, 12 * SecondMs);
    default:
        return dice.between(12 * SecondMs, 50 * SecondMs);
    }
}

Start drawStart(Dice &dice)
{
    Start start;
    start.states.clear();
    const int count = 2 + dice.below(4);
    for (int i = 0; i < count; ++i) {
        start.states.append(
            dice.any({u"RUNNING"_s, u"RUNNING"_s, u"RUNNING"_s, u"STOPPED"_s, u"STOPPED"_s, u"STOPPING"_s,
                      u"STARTING"_s, u"ERROR"_s, u"DELETE_FAILED"_s, u"FROZEN"_s, u"HIBERNATED"_s}));
    }
    start.leaseMs = dice.any({20 * SecondMs, 90 * SecondMs, HourMs, HourMs, 10 * HourMs});
    start.transitionMs = dice.any({500LL, 5'000LL, 20'000LL, 40'000LL});
    start.roundTripMs = dice.any({20LL, 100LL, 100LL, 400LL, 1'500LL});
    start.graceMs = dice.any({0LL, 0LL, 5'000LL});
    start.aheadMs = dice.any({0LL, 0LL, -26 * HourMs, 3 * HourMs, 70'000LL});
    if (dice.oneIn(40))
        start.crowd = 46 + dice.below(60);
    start.password = dice.oneIn(3);
    start.allUsers = dice.oneIn(5);
    return start;
}

quint32 drawOne(Dice &dice)
{
    return 1U << dice.below(5);
}

Step drawSubmit(Dice &dice)
{
    Step step;
    step.what = Do::Submit;
    step.verb = dice.any({InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Stop, InstanceVerb::Prolong,
                          InstanceVerb::Prolong, InstanceVerb::Delete, InstanceVerb::Delete});
    step.who = dice.oneIn(3) ? quint32(1 + dice.below(31)) : drawOne(dice);
    return step;
}

Step drawFault(Dice &dice)
{
    static const QMetaEnum troubles = QMetaEnum::fromType<Trouble>();
    Step step;
    step.what = Do::Fault;
    step.trouble = Trouble(dice.below(troubles.keyCount()));
    // Half of all faults are those of the line, and of the kinds that leave everything open.
    if (dice.oneIn(3))
        step.trouble = Trouble(dice.below(int(Trouble::Slow) + 1));
    step.on = dice.any({On::Any, On::Any, On::List, On::Show, On::Write, On::Write, On::Write, On::SignIn});
    step.times = dice.any({1, 1, 1, 2, 3, 8});
    step.skip = dice.any({0, 0, 0, 1, 2});
    if (step.trouble == Trouble::Slow)
        step.value = dice.any({800LL, 3'000LL, 9'000LL, 14'000LL, 40'000LL});
    if (step.trouble == Trouble::S429 || step.trouble == Trouble::S503)
        step.value = dice.any({0LL, 0LL, 1LL, 7LL, 30LL, 110LL, 130LL, -1LL, -2LL});
    return step;
}

Step drawMeddling(Dice &dice)
{
    static const QMetaEnum kinds = QMetaEnum::fromType<Meddling>();
    Step step;
    step.what = Do::Meddle;
    step.meddling = Meddling(dice.below(kinds.keyCount()));
    step.who = drawOne(dice);
    step.skip = dice.below(6) - 1;
    return step;
}

/// Something comes or goes between two pages.
Step drawShift(Dice &dice)
{
    Step step;
    step.what = Do::Meddle;
    step.meddling = dice.oneIn(3) ? Meddling::Create : Meddling::Erase;
    step.skip = dice.below(4);
    step.value = 1 + dice.below(200);
    return step;
}

Step drawOther(Dice &dice)
{
    Step step;
    switch (dice.below(26)) {
    case 24:
    case 25:
        step.what = Do::Open;
        step.who = drawOne(dice);
        break;
    case 0:
    case 1:
        step.what = Do::Undo;
        break;
    case 2:
    case 3:
    case 4:
        step.what = Do::Cancel;
        step.who = drawOne(dice);
        break;
    case 5:
    case 6:
        step.what = Do::Retry;
        break;
    case 7:
    case 8:
        step.what = Do::Refresh;
        break;
    case 9:
        step.what = Do::Read;
        step.who = drawOne(dice);
        break;
    case 10:
        step.what = Do::Look;
        step.value = dice.below(2);
        break;
    case 11:
        step.what = Do::SignOut;
        break;
    case 12:
    case 13:
        step.what = Do::SignIn;
        break;
    case 14:
        step.what = Do::Switch;
        break;
    case 15:
        step.what = Do::Restart;
        break;
    case 16:
        step.what = Do::Kill;
        break;
    case 17:
    case 18:
        step.what = Do::Lag;
        step.value = dice.any({0LL, 5'000LL, 15'000LL, 30'000LL});
        break;
    case 19:
    case 20:
        step.what = Do::Expire;
        break;
    case 21:
        step.what = Do::JumpWall;
        step.value = dice.any({-HourMs, HourMs, -26 * HourMs, 400 * HourMs, 6 * SecondMs});
        break;
    case 22:
        step.what = Do::Sleep;
        step.value = dice.any({30 * SecondMs, 4 * MinuteMs, 40 * MinuteMs, 8 * HourMs});
        break;
    default:
        step.what = Do::Dark;
        step.value = dice.any({20 * SecondMs, 70 * SecondMs, 200 * SecondMs});
        if (dice.oneIn(12)) {
            step.value = 14 * MinuteMs;
            step.thenMs = step.value;
        }
        break;
    }
    return step;
}

Step drawStep(Dice &dice, const Start &start)
{
    if (start.crowd > 0 && dice.oneIn(3))
        return drawShift(dice);
    const int which = dice.below(100);
    if (which < 36)
        return drawSubmit(dice);
    if (which < 66)
        return drawFault(dice);
    return which < 74 ? drawMeddling(dice) : drawOther(dice);
}

template <typename Enum> QString named(Enum value)
{
    const QMetaEnum names = QMetaEnum::fromType<Enum>();
    return QString::fromLatin1(names.name()) + u"::"_s + QString::fromLatin1(names.valueToKey(int(value)));
}

QString verbName(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return u"InstanceVerb::Start"_s;
    case InstanceVerb::Stop:
        return u"InstanceVerb::Stop"_s;
    case InstanceVerb::Prolong:
        return u"InstanceVerb::Prolong"_s;
    case InstanceVerb::Delete:
        return u"InstanceVerb::Delete"_s;
    case InstanceVerb::Open:
        break;
    }
    return u"InstanceVerb::Open"_s;
}

/// Collects `.field = value` for whatever is not as usual.
class Fields
{
public:
    template <typename T>
    void add(QLatin1StringView name, const T &value, const T &usual, const QString &text)
    {
        if (value != usual)
            m_fields.append(u".%1 = %2"_s.arg(name, text));
    }
    void addNumber(QLatin1StringView name, qint64 value, qint64 usual)
    {
        add(name, value, usual, QString::number(value));
    }
    void addFlag(QLatin1StringView name, bool value) { add(name, value, false, u"true"_s); }
    [[nodiscard]] QString code() const { return u"{"_s + m_fields.join(u", "_s) + u"}"_s; }

private:
    QStringList m_fields;
};

QString startCode(const Start &start)
{
    const Start usual;
    QStringList states;
    for (const QString &state : start.states)
        states.append(u"u\"%1\"_s"_s.arg(state));
    Fields fields;
    fields.add("states"_L1, start.states, {}, u"{"_s + states.join(u", "_s) + u"}"_s);
    fields.addNumber("leaseMs"_L1, start.leaseMs, usual.leaseMs);
    fields.addNumber("transitionMs"_L1, start.transitionMs, usual.transitionMs);
    fields.addNumber("roundTripMs"_L1, start.roundTripMs, usual.roundTripMs);
    fields.addNumber("graceMs"_L1, start.graceMs, usual.graceMs);
    fields.addNumber("aheadMs"_L1, start.aheadMs, usual.aheadMs);
    fields.addNumber("crowd"_L1, start.crowd, usual.crowd);
    fields.addFlag("password"_L1, start.password);
    fields.addFlag("allUsers"_L1, start.allUsers);
    return fields.code();
}

QString stepCode(const Step &step)
{
    const Step usual;
    Fields fields;
    fields.add("what"_L1, step.what, usual.what, named(step.what));
    fields.add("verb"_L1, step.verb, usual.verb, verbName(step.verb));
    fields.addNumber("who"_L1, step.who, usual.who);
    fields.add("on"_L1, step.on, usual.on, named(step.on));
    fields.add("trouble"_L1, step.trouble, usual.trouble, named(step.trouble));
    fields.add("meddling"_L1, step.meddling, usual.meddling, named(step.meddling));
    fields.addNumber("times"_L1, step.times, usual.times);
    fields.addNumber("skip"_L1, step.skip, usual.skip);
    fields.addNumber("value"_L1, step.value, usual.value);
    fields.addNumber("thenMs"_L1, step.thenMs, usual.thenMs);
    return fields.code();
}

} // namespace

Script drawScript(quint32 seed)
{
    Dice dice(seed);
    Script script;
    script.start = drawStart(dice);
    const int length = 8 + dice.below(5);
    for (int i = 0; i < length; ++i) {
        Step step = drawStep(dice, script.start);
        if (step.thenMs == 0)
            step.thenMs = drawWait(dice);
        script.steps.append(step);
    }
    return script;
}

QString toCode(const Script &script)
{
    QString code = u"Script{\n    "_s + startCode(script.start) + u",\n    {\n"_s;
    for (const Step &step : script.steps)
        code += u"        "_s + stepCode(step) + u",\n"_s;
    return code + u"    }}"_s;
}

} // namespace leasekeeper::test::model
