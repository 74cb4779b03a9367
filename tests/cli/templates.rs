//! `yuebao generate --templates DIR`: somebody's own sections, findings and words, a file at a time.

use crate::driver::{Run, Yuebao};

/// Value-added sales halve from March to April, which is found to be worse; with one file in `own`.
fn run(file: &str, text: &str) -> Run {
    let sales = "date,category,product,amount\n2025-03-03,vas,A,100.00\n2025-04-03,vas,A,50.00\n";
    let args = "generate sales.csv --month 2025-04 --lang en --format md --out - --templates own";
    Yuebao::in_temp()
        .with_file("sales.csv", sales)
        .with_file(&format!("own/{file}"), text)
        .run(args.split(' '))
}

#[test]
fn own_findings_and_words_take_the_places_of_the_built_in_ones() {
    run(
        "findings/worse.md",
        "Only the title is restated.\n\n## title\nLess {{ name }} than it was\n",
    )
    .exits(0)
    .stdout_has("Less Total sales than it was")
    .stdout_has("50.00 yuan this month, 100.00 yuan last month");
    run("words/plan.toml", "[role]\nsales = \"head of sales\"\n")
        .exits(0)
        .stdout_has("Total sales down on last month");
    run("plan.md", "{{ plan.next_month }} comes.\n")
        .exits(0)
        .stdout_has("May 2025 comes.");
}

#[test]
fn what_cannot_be_said_is_told_with_file_and_line() {
    for (file, text, told) in [
        (
            "findings/worse.md",
            "## title\n\nLess {{ nam }}\n",
            "findings/worse.md, line 3 (en): ",
        ),
        (
            "findings/worse.md",
            "## titel\nLess\n",
            "findings/worse.md, line 1 (en): there is no piece `titel`; did you mean `title`?",
        ),
        (
            "findings/wurse.md",
            "## title\nLess\n",
            "findings/wurse.md, line 1 (en): no rule has the words `wurse`; did you mean `worse`?",
        ),
        (
            "words/findings.toml",
            "evidence = \"Evidence\"\nevidense = \"Evidence\"\n",
            "words/findings.toml, line 2: there is no text `findings.evidense`; did you mean `findings.evidence`?",
        ),
        (
            "plan.md",
            "Plan\n\n{{ fig(id=\"sales.totl\") }}\n",
            "plan.md, line 3 (en): ",
        ),
    ] {
        run(file, text).exits(2).stderr_has(told).stdout_is("");
    }
}
