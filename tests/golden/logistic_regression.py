"""Writes logistic_regression.json: scikit-learn's LogisticRegression on seeded data, as the yardstick's yardstick.

    /usr/bin/python3 tests/golden/logistic_regression.py
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

cases = []
for seed, (rows, features, c, balanced) in enumerate([(40, 2, 1.0, False), (80, 5, 0.1, False), (80, 6, 10.0, True), (60, 3, 1000.0, True)]):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, features)).astype(np.float32)
    logits = x @ rng.normal(size=features) - 1
    y = (rng.uniform(size=rows) < 1 / (1 + np.exp(-logits))).astype(int)
    model = LogisticRegression(C=c, class_weight="balanced" if balanced else None, tol=1e-9, max_iter=100000, solver="newton-cg").fit(x.astype(float), y)
    cases.append(dict(x=x.tolist(), y=y.tolist(), c=c, balanced=balanced, coefficients=model.coef_[0].tolist(), intercept=model.intercept_[0],
                      probabilities=model.predict_proba(x)[:, 1].tolist()))
path = pathlib.Path(__file__).with_name("logistic_regression.json")
path.write_text(json.dumps(dict(made_by=f"scikit-learn {sklearn.__version__}", cases=cases)) + "\n")
