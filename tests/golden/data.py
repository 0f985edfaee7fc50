"""Writes data/ (small csv, npy and npz files) and data.json: what pandas and numpy read from them.

    /usr/bin/python3 tests/golden/data.py

The files are what Python's own writers make; the C# readers must see the same values.
"""
import json
import math
import os
import sys

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")

CSVS = {
    "numbers.csv": "a,b,c,d\n1,0.1,1e-3,-7\n2,123456789.123456789,1.7976931348623157e308,9223372036854775807\n"
                   "-3,2.2250738585072014E-308,+.5,0\n4,5e-324,3.,-9223372036854775808\n5,0.30000000000000004,-0.0,12\n",
    "missing.csv": "x,y,z,flag\n1,,NA,True\n,2.5,nan,False\n3,NULL,,true\nN/A,-1,#N/A,FALSE\n",
    "mixed.csv": "id,grade,when,note\n1,10,2020-01-01,first\n2,11.5,2020-01-02,\n3,A,2020-01-03,\"caf\u00e9, \u2603\"\n4,12,2020-01-04,NA\n",
    "quoted.csv": '"name","text","n"\r\n"a","say ""hi""","1"\r\n"b","two\nlines","2"\r\nc,"x,y",3\r\n',
    "spaces.csv": "a,b\n 1, 2.5\n2 ,3.5 \n",
    "infinite.csv": "a,b\ninf,1\n-inf,2\nInfinity,3\n",
    "big_integers.csv": "a,b\n0.5,9007199254740993\n99999999999999999999,1\n",
    "no_final_newline.csv": "a,b\n1,2\n3,4",
}


def value(v):
    """A value as json: null for missing, numbers by repr so that no digit is lost."""
    if v is None or (isinstance(v, float) and math.isnan(v)):
        return None
    if isinstance(v, (bool, np.bool_)):
        return "True" if v else "False"
    if isinstance(v, (float, np.floating)):
        return repr(float(v))
    return str(v)


def csv_cases():
    cases = []
    for name, text in CSVS.items():
        with open(os.path.join(DATA, name), "w", encoding="utf-8", newline="") as f:
            f.write(text)
        frame = pd.read_csv(os.path.join(DATA, name), float_precision="round_trip")
        cases.append({
            "file": name,
            "columns": [{"name": c, "kind": frame[c].dtype.kind, "values": [value(v) for v in frame[c].tolist()]} for c in frame.columns],
        })
    return cases


def arrays():
    """One array for each type, byte order, memory order and rank."""
    rng = np.random.default_rng(0)
    for code in ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
        for byte_order in ["<", ">"] if code[1] != "1" else ["|"]:
            for shape in [(5,), (37, 3), (2, 3, 4)]:
                for order in "CF":
                    a = np.asarray(rng.integers(0, 2 if code == "b1" else 100, size=shape), order=order)
                    yield f"{byte_order.replace('<', 'little').replace('>', 'big').replace('|', 'one')}_{code}_{len(shape)}d_{order}", \
                        np.asarray(a / (4 if code[0] == "f" else 1), order=order).astype(byte_order + code)


def array_cases():
    all_arrays = dict(arrays())
    all_arrays["empty"] = np.zeros((0, 3), "<f8")
    all_arrays["scalar"] = np.array(2.5, "<f8")
    np.savez(os.path.join(DATA, "stored.npz"), **all_arrays)
    np.savez_compressed(os.path.join(DATA, "deflated.npz"), **all_arrays)
    np.save(os.path.join(DATA, "fortran.npy"), all_arrays["little_f8_2d_F"])
    np.save(os.path.join(DATA, "objects.npy"), np.array([1, "a", None], object), allow_pickle=True)
    np.savez(os.path.join(DATA, "objects.npz"), good=np.arange(3), bad=np.array([{}], object))
    np.save(os.path.join(DATA, "structured.npy"), np.zeros(2, [("a", "<i4"), ("b", "<f8")]))
    return [{"name": n, "shape": list(a.shape), "values": [float(v) for v in a.ravel(order="C")]} for n, a in all_arrays.items()]


if __name__ == "__main__":
    os.makedirs(DATA, exist_ok=True)
    golden = {
        "made_by": f"python {sys.version.split()[0]}, numpy {np.__version__}, pandas {pd.__version__}",
        "csv": csv_cases(),
        "arrays": array_cases(),
    }
    with open(os.path.join(HERE, "data.json"), "w", encoding="utf-8") as f:
        json.dump(golden, f, indent=None, separators=(",", ":"))
        f.write("\n")
