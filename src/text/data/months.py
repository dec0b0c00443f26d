#!/usr/bin/env python3
"""Makes months.tsv: the months of the Chinese calendar, one lunar year a line.

    months.py chinese-calendar-1368-1949.csv > months.tsv

The CSV has a line a month (lunar_year,month,leap,first_day_gregorian,days) as PyPI `sxtwl` 2.0.7 (BSD) computes them.
Columns of the result: the year; the Gregorian day on which it begins; the month after which the leap month stands,
0 for none; the lengths of its months in order, the leap month included, `+` for 30 days and `-` for 29.
"""
import csv
import datetime
import itertools
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))

print("# year\tbegins\tleap\tlengths (made by months.py)")
following = None
for year, months in itertools.groupby(rows, key=lambda row: row["lunar_year"]):
    months = list(months)
    begins = datetime.date.fromisoformat(months[0]["first_day_gregorian"])
    assert following in (None, begins), f"{year} does not begin where the year before it ends"
    leap = [row["month"] for row in months if row["leap"] == "1"]
    expected = [str(m) for m in range(1, 13)]
    if leap:
        expected.insert(int(leap[0]), leap[0])
    assert [row["month"] for row in months] == expected, f"{year}: months out of order"
    day = begins
    for row in months:
        assert row["first_day_gregorian"] == day.isoformat(), f"{year}-{row['month']} does not begin on {day}"
        assert row["days"] in ("29", "30"), f"{year}-{row['month']} has {row['days']} days"
        day += datetime.timedelta(days=int(row["days"]))
    following = day
    lengths = "".join("+" if row["days"] == "30" else "-" for row in months)
    print(year, begins.strftime("%m-%d"), leap[0] if leap else 0, lengths, sep="\t")
