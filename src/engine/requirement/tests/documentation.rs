//! The operators' page says what is true: each example is tried as it is printed there.

use crate::engine::requirement::{RequirementError, Template};
use crate::engine::skill::SkillNames;

const PAGE: &str = include_str!("../../../../docs/requirement-language.md");

/// The contents of the blocks that are fenced and marked with `kind`.
fn blocks(kind: &str) -> Vec<&'static str> {
    let opening = format!("```{kind}\n");
    let after_opening = PAGE.split(&*opening).skip(1);
    after_opening
        .map(|rest| rest.split_once("\n```").expect("a block is closed").0)
        .collect()
}

/// Tries `text` on the floor that the page speaks of.
fn outcome(text: &str, attributes: &[(&str, &'static str)]) -> Result<String, RequirementError> {
    let names = SkillNames::new(["french", "billing", "sales", "trainee", "vip"]).unwrap();
    let value = |name: &str| {
        attributes
            .iter()
            .find(|(key, _)| *key == name)
            .map(|pair| pair.1)
    };
    let bound = Template::parse(text)?.bind(&names, &value)?;
    Ok(bound.display(&names).to_string())
}

#[test]
fn every_example_is_accepted() {
    let attributes = [
        ("language", "french"),
        ("minimum", "3"),
        ("product", "billing"),
    ];
    let examples: Vec<&str> = blocks("requirement")
        .into_iter()
        .flat_map(str::lines)
        .collect();
    assert!(examples.len() >= 6);
    for text in examples {
        if let Err(error) = outcome(text, &attributes) {
            panic!("{}", error.render());
        }
    }
}

#[test]
fn every_refusal_reads_as_printed() {
    let attributes = [("language", "frnch"), ("minimum", "high")];
    let examples = blocks("refused");
    assert!(examples.len() >= 20);
    for printed in examples {
        let text = printed.lines().nth(1).expect("the text is the second line");
        assert_eq!(
            outcome(text, &attributes).expect_err(text).render(),
            printed
        );
    }
}

#[test]
fn what_the_page_calls_the_same_is_the_same() {
    let same = |left, right| assert_eq!(outcome(left, &[]), outcome(right, &[]));
    let precedence = blocks("requirement")[1];
    let (left, right) = precedence.split_once('\n').expect("two ways to say it");
    same(left, right);
    same("prefer vip", "any prefer vip");
    assert_eq!(
        outcome("!(sales >= 2) & French", &[]).unwrap(),
        "french & sales < 2"
    );
    assert_eq!(outcome("french > 100", &[]).unwrap(), "!any");
}
