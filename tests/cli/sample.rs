//! `yuebao sample`.

use std::fs;

use crate::driver::Yuebao;

const SMALL: [&str; 6] = ["--rows", "60", "--months", "2", "--month", "2025-04"];

fn sample(yuebao: &Yuebao, folder: &str, more: &[&str]) -> crate::driver::Run {
    let args = ["sample", folder].into_iter().chain(SMALL);
    yuebao.run(args.chain(more.iter().copied())).exits(0)
}

#[test]
fn writes_every_table_and_tells_the_paths() {
    let yuebao = Yuebao::in_temp();
    let run = sample(&yuebao, "made", &["--headers", "en"]).stderr_is("");
    let mut told: Vec<String> = run
        .stdout()
        .lines()
        .map(|line| line.replace('\\', "/"))
        .collect();
    told.sort();
    assert_eq!(told, run.files());
    for dataset in ["sales", "subscribers", "complaints", "inventory"] {
        assert!(
            told.contains(&format!("made/{dataset}.csv")),
            "{dataset}{run}"
        );
    }
    let sales = fs::read_to_string(yuebao.path().join("made/sales.csv")).unwrap();
    assert_eq!(sales.lines().count(), 61, "a header and 60 rows");
}

#[test]
fn the_same_seed_gives_the_same_files_and_another_does_not() {
    let yuebao = Yuebao::in_temp();
    for (folder, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
        sample(&yuebao, folder, &["--headers", "en", "--seed", seed]);
    }
    let sales = |folder: &str| fs::read(yuebao.path().join(folder).join("sales.csv")).unwrap();
    assert_eq!(sales("a"), sales("b"));
    assert_ne!(sales("a"), sales("c"));
}

#[test]
fn refuses_nothing_to_make() {
    for args in [["--rows", "0"], ["--months", "0"], ["--halls", "0"]] {
        let args = ["sample", "made"].into_iter().chain(args);
        let run = Yuebao::in_temp().run(args).exits(2).stdout_is("");
        assert!(run.stderr().contains("invalid value '0'"), "{run}");
        assert!(run.files().is_empty(), "{run}");
    }
}

#[test]
fn a_workbook_has_no_encoding_to_choose() {
    Yuebao::in_temp()
        .run(["sample", "made", "--xlsx", "--encoding", "gb18030"])
        .exits(2)
        .stdout_is("")
        .stderr_has("'--xlsx' cannot be used with '--encoding <ENCODING>'");
}
