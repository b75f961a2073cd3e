# SPDX-License-Identifier: MIT
#
# Prints some columns of an exported CSV (RFC 4180) as an aligned table for a terminal. Runs in any awk, byte by
# byte: set LC_ALL=C. East Asian characters are counted as two columns wide.
#
#   leasekeeper --demo --export - --format csv | LC_ALL=C awk -f csvtable.awk

BEGIN {
    wanted = split("name status phase stops_at flavor storage_category storage_capacity_gb owner", keys, " ")
    limit = 34
    field = ""; fields = 0; quoted = 0; rows = 0
}

{
    sub(/\r$/, "")
    line = $0
    # A quoted field went on over the end of the last line.
    if (quoted) field = field " "
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (quoted) {
            if (c != "\"") field = field c
            else if (substr(line, i + 1, 1) == "\"") { field = field c; i++ }
            else quoted = 0
        }
        else if (c == "\"") quoted = 1
        else if (c == ",") { record[++fields] = field; field = "" }
        else field = field c
    }
    if (!quoted) {
        record[++fields] = field
        if (NR == 1 || !started) { started = 1; for (n = 1; n <= fields; n++) column[record[n]] = n }
        take()
        field = ""; fields = 0
    }
}

# Shortens to `limit` columns, without control characters; sets `width`.
function fit(text,    i, c, w, out) {
    out = ""; width = 0
    gsub(/[\001-\037\177]/, "?", text)
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        w = c ~ /[\200-\277]/ ? 0 : c ~ /[\343-\355]/ ? 2 : 1
        if (width + w > limit - 1 && i < length(text) && w > 0) { width++; return out "~" }
        out = out c; width += w
    }
    return out
}

function take(    n, text) {
    rows++
    for (n = 1; n <= wanted; n++) {
        text = keys[n] in column ? fit(record[column[keys[n]]]) : ""
        if (text == "") { text = "-"; width = 1 }
        cell[rows, n] = text; cellWidth[rows, n] = width
        if (width > widest[n]) widest[n] = width
    }
}

END {
    for (r = 1; r <= rows; r++) {
        line = ""
        for (n = 1; n <= wanted; n++) {
            line = line cell[r, n]
            if (n < wanted) for (i = cellWidth[r, n]; i < widest[n] + 2; i++) line = line " "
        }
        print line
    }
    printf "%d instances\n", rows - 1
}
