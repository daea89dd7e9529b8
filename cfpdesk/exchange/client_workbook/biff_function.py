"""xls: functions by the number they have in formulas (MS-XLS 2.5.198.17), those that tables use."""

FUNCTIONS: dict[int, str] = {
    0: "COUNT", 1: "IF", 2: "ISNA", 3: "ISERROR", 4: "SUM", 5: "AVERAGE", 6: "MIN", 7: "MAX",
    8: "ROW", 9: "COLUMN", 10: "NA", 12: "STDEV", 15: "SIN", 16: "COS", 17: "TAN", 18: "ATAN",
    19: "PI", 20: "SQRT", 21: "EXP", 22: "LN", 23: "LOG10", 24: "ABS", 25: "INT", 26: "SIGN",
    27: "ROUND", 28: "LOOKUP", 29: "INDEX", 30: "REPT", 31: "MID", 32: "LEN", 33: "VALUE",
    34: "TRUE", 35: "FALSE", 36: "AND", 37: "OR", 38: "NOT", 39: "MOD", 46: "VAR", 48: "TEXT",
    64: "MATCH", 65: "DATE", 66: "TIME", 67: "DAY", 68: "MONTH", 69: "YEAR", 70: "WEEKDAY",
    74: "NOW", 77: "COLUMNS", 76: "ROWS", 78: "OFFSET", 82: "SEARCH", 83: "TRANSPOSE",
    100: "CHOOSE", 101: "HLOOKUP", 102: "VLOOKUP", 109: "LOG", 112: "LOWER", 113: "UPPER",
    115: "LEFT", 116: "RIGHT", 118: "TRIM", 119: "REPLACE", 120: "SUBSTITUTE", 124: "FIND",
    126: "ISERR", 127: "ISTEXT", 128: "ISNUMBER", 129: "ISBLANK", 130: "T", 131: "N",
    148: "INDIRECT", 169: "COUNTA", 183: "PRODUCT", 184: "FACT", 193: "STDEVP", 194: "VARP",
    197: "TRUNC", 212: "ROUNDUP", 213: "ROUNDDOWN", 216: "RANK", 219: "ADDRESS", 220: "DAYS360",
    221: "TODAY", 227: "MEDIAN", 228: "SUMPRODUCT", 279: "EVEN", 285: "FLOOR", 288: "CEILING",
    298: "ODD", 325: "LARGE", 326: "SMALL", 336: "CONCATENATE", 337: "POWER", 344: "SUBTOTAL",
    345: "SUMIF", 346: "COUNTIF", 347: "COUNTBLANK",
}  # fmt: skip

# How many arguments those take whose number of arguments is not kept with the formula.
FIXED: dict[int, int] = {
    2: 1, 3: 1, 10: 0, 15: 1, 16: 1, 17: 1, 18: 1, 19: 0, 20: 1, 21: 1, 22: 1, 23: 1, 24: 1,
    25: 1, 26: 1, 27: 2, 30: 2, 31: 3, 32: 1, 33: 1, 34: 0, 35: 0, 38: 1, 39: 2, 48: 2, 65: 3,
    66: 3, 67: 1, 68: 1, 69: 1, 74: 0, 76: 1, 77: 1, 83: 1, 112: 1, 113: 1, 118: 1, 119: 4,
    126: 1, 127: 1, 128: 1, 129: 1, 130: 1, 131: 1, 184: 1, 212: 2, 213: 2, 221: 0, 279: 1,
    285: 2, 288: 2, 298: 1, 325: 2, 326: 2, 337: 2, 346: 2, 347: 1,
}  # fmt: skip
