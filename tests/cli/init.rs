//! `yuebao init`.

use std::fs;

use crate::driver::Yuebao;

#[test]
fn writes_a_config_and_tells_its_path() {
    let yuebao = Yuebao::in_temp();
    let path = std::path::Path::new("halls").join("yuebao.toml");
    let run = yuebao
        .run(["init", "halls"])
        .exits(0)
        .stdout_is(&format!("{}\n", path.display()))
        .stderr_is("");
    assert_eq!(run.files(), ["halls/yuebao.toml"]);
    let text = fs::read_to_string(yuebao.path().join(path)).unwrap();
    assert!(text.starts_with("# The config of yuebao."), "{text}");
}

#[test]
fn never_overwrites_one() {
    let yuebao = Yuebao::in_temp().with_file("yuebao.toml", "[report]\n");
    yuebao
        .run(["init"])
        .exits(2)
        .stdout_is("")
        .stderr_is("error: yuebao.toml is there already and stays as it is\n");
    let text = fs::read_to_string(yuebao.path().join("yuebao.toml")).unwrap();
    assert_eq!(text, "[report]\n");
}

#[test]
fn a_file_in_the_way_of_the_folder_is_told() {
    Yuebao::in_temp()
        .with_file("halls", "")
        .run(["init", "halls"])
        .exits(2)
        .stdout_is("")
        .stderr_has("error: cannot make the folder halls: ");
}
