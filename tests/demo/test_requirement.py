"""The demo's own evaluator of requirements, against examples worked out by hand."""

import unittest

from demo.requirement import NotUnderstood, is_met

LEVELS = {"french": 3, "billing": 1, "vip": 2}


class Requirement(unittest.TestCase):
    """One line a case: the text, and whether the levels above meet it."""

    CASES = (
        ("any", True),
        ("french", True),
        ("sales", False),
        ("French >= 3", True),
        ("french > 3", False),
        ("french <= 3 & french < 4", True),
        ("sales = 0", True),
        ("french != 3", False),
        ("!sales", True),
        ("!!french", True),
        ("!(french >= 3)", False),
        ("sales | french & billing", True),
        ("(sales | french) & trainee", False),
        ("french & billing | !vip & sales", True),
        ("!any", False),
        ("prefer vip*3, sales", True),
        ("french >= 4 prefer vip", False),
    )

    def test_examples(self):
        for text, expected in self.CASES:
            with self.subTest(text):
                self.assertEqual(is_met(text, LEVELS), expected)

    def test_attributes_stand_for_skills_and_levels(self):
        attributes = {"lang": "french", "least": "3"}
        self.assertTrue(is_met("$lang >= $least", LEVELS, attributes))
        self.assertFalse(is_met("$lang > $least", LEVELS, attributes))

    def test_what_is_no_requirement_is_refused(self):
        texts = ("", "french &", "french 3", "(french", "french)", "french >= sales",
                 "$lang", "prefer", "french; sales")
        for text in texts:
            with self.subTest(text), self.assertRaises(NotUnderstood):
                is_met(text, LEVELS)


if __name__ == "__main__":
    unittest.main()
