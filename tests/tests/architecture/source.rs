//! The modules of a crate and their code, without what is compiled for tests only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, ImplItem, ImplItemConst, ImplItemFn, ImplItemMacro, ImplItemType, Item,
    ItemConst, ItemEnum, ItemFn, ItemImpl, ItemMacro, ItemMod, ItemStatic, ItemStruct, ItemTrait,
    ItemType, ItemUse, Lit, Meta, Stmt, Token,
};

use crate::names::text;
use crate::workspace::{Files, made_up};

/// A file, or a `mod` with its code in braces.
pub(crate) struct Module {
    /// The names that lead to it from the crate's root; empty for the root.
    pub(crate) path: Vec<String>,
    pub(crate) file: PathBuf,
    pub(crate) parent: Option<usize>,
    pub(crate) children: BTreeMap<String, usize>,
    /// Its code, without its child modules.
    pub(crate) items: Vec<Item>,
    /// The folder with the files of its child modules.
    folder: PathBuf,
}

/// Shows a visitor the literals among the tokens of a macro, which need not be expressions.
pub(crate) fn visit_literals(visitor: &mut impl for<'a> Visit<'a>, tokens: TokenStream) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => visit_literals(visitor, group.stream()),
            TokenTree::Literal(literal) => visitor.visit_lit(&Lit::new(literal)),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The modules of a crate, the root first.
pub(crate) fn modules(files: &Files) -> Vec<Module> {
    let file = crate_root(files);
    let folder = file.parent().unwrap().to_owned();
    let mut reader = Reader { files, modules: Vec::new() };
    let items = reader.parse(&file);
    let (path, children) = (Vec::new(), BTreeMap::new());
    let root = Module { path, file, parent: None, children, items: Vec::new(), folder };
    reader.add(root, items);
    reader.modules
}

/// The library of a crate where it has one, else its binary.
fn crate_root(files: &Files) -> PathBuf {
    let of_name = |name: &str| {
        files
            .keys()
            .filter(|file| file.ends_with(name))
            .min_by_key(|file| file.components().count())
    };
    of_name("lib.rs").or_else(|| of_name("main.rs")).expect("a crate has a root").clone()
}

struct Reader<'f> {
    files: &'f Files,
    modules: Vec<Module>,
}

impl Reader<'_> {
    fn parse(&self, file: &Path) -> Vec<Item> {
        let parsed = syn::parse_file(&self.files[file]);
        parsed.unwrap_or_else(|error| panic!("{}: {error}", file.display())).items
    }

    fn add(&mut self, module: Module, items: Vec<Item>) -> usize {
        let id = self.modules.len();
        self.modules.push(module);
        for mut item in items.into_iter().filter(|item| !is_for_tests(attributes(item))) {
            if let Item::Mod(child) = item {
                self.add_child(id, child);
            } else {
                WithoutTests.visit_item_mut(&mut item);
                self.modules[id].items.push(item);
            }
        }
        id
    }

    fn add_child(&mut self, parent: usize, child: ItemMod) {
        let name = text(&child.ident);
        let above = &self.modules[parent];
        let path = above.path.iter().cloned().chain([name.clone()]).collect();
        let folder = above.folder.join(&name);
        let (file, items) = match child.content {
            Some((_, items)) => (above.file.clone(), items),
            None => {
                let file = self.file_of(&folder);
                let items = self.parse(&file);
                (file, items)
            }
        };
        let (parent_id, children) = (Some(parent), BTreeMap::new());
        let module = Module { path, file, parent: parent_id, children, items: Vec::new(), folder };
        let id = self.add(module, items);
        self.modules[parent].children.insert(name, id);
    }

    fn file_of(&self, folder: &Path) -> PathBuf {
        let candidates = [folder.with_extension("rs"), folder.join("mod.rs")];
        let file = candidates.into_iter().find(|file| self.files.contains_key(file));
        file.unwrap_or_else(|| panic!("the module {} has no file", folder.display()))
    }
}

/// Removes what is compiled for tests only from the inside of an item.
struct WithoutTests;

impl VisitMut for WithoutTests {
    fn visit_item_impl_mut(&mut self, node: &mut ItemImpl) {
        node.items.retain(|item| !is_for_tests(attributes_in_impl(item)));
        visit_mut::visit_item_impl_mut(self, node);
    }

    fn visit_block_mut(&mut self, node: &mut Block) {
        node.stmts.retain(|statement| match statement {
            Stmt::Item(item) => !is_for_tests(attributes(item)),
            Stmt::Local(local) => !is_for_tests(&local.attrs),
            Stmt::Macro(call) => !is_for_tests(&call.attrs),
            Stmt::Expr(..) => true,
        });
        visit_mut::visit_block_mut(self, node);
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(ItemConst { attrs, .. })
        | Item::Enum(ItemEnum { attrs, .. })
        | Item::Fn(ItemFn { attrs, .. })
        | Item::Impl(ItemImpl { attrs, .. })
        | Item::Macro(ItemMacro { attrs, .. })
        | Item::Mod(ItemMod { attrs, .. })
        | Item::Static(ItemStatic { attrs, .. })
        | Item::Struct(ItemStruct { attrs, .. })
        | Item::Trait(ItemTrait { attrs, .. })
        | Item::Type(ItemType { attrs, .. })
        | Item::Use(ItemUse { attrs, .. }) => attrs,
        _ => &[],
    }
}

fn attributes_in_impl(item: &ImplItem) -> &[Attribute] {
    match item {
        ImplItem::Const(ImplItemConst { attrs, .. })
        | ImplItem::Fn(ImplItemFn { attrs, .. })
        | ImplItem::Macro(ImplItemMacro { attrs, .. })
        | ImplItem::Type(ImplItemType { attrs, .. }) => attrs,
        _ => &[],
    }
}

/// Whether what has these attributes is compiled for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args().is_ok_and(|condition| needs_test(&condition))
    })
}

/// Whether a condition of `cfg` holds in tests only.
fn needs_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|all| all.iter().any(needs_test)),
        _ => false,
    }
}

#[test]
fn modules_are_files_and_inline_modules() {
    let modules = modules(&made_up(&[
        ("src/lib.rs", "mod a; mod b; mod c { pub mod d; }"),
        ("src/a.rs", ""),
        ("src/b/mod.rs", "mod e;"),
        ("src/b/e.rs", ""),
        ("src/c/d.rs", ""),
    ]));
    let found: Vec<(String, &str)> = modules
        .iter()
        .map(|module| (module.path.join("::"), module.file.to_str().unwrap()))
        .collect();
    let expected = [
        ("", "src/lib.rs"),
        ("a", "src/a.rs"),
        ("b", "src/b/mod.rs"),
        ("b::e", "src/b/e.rs"),
        ("c", "src/lib.rs"),
        ("c::d", "src/c/d.rs"),
    ];
    assert_eq!(found, expected.map(|(path, file)| (path.to_owned(), file)));
}

#[test]
fn what_is_compiled_for_tests_only_is_left_out() {
    for tests in [
        "#[cfg(test)] mod a { }",
        "#[cfg(all(test, unix))] mod a;",
        "#[cfg(test)] use a::b;",
        "#[test] fn f() {}",
    ] {
        let modules = modules(&made_up(&[("src/lib.rs", tests)]));
        assert_eq!((modules.len(), modules[0].items.len()), (1, 0), "{tests}");
    }
    for code in ["#[cfg(any(test, unix))] fn f() {}", "#[cfg(not(test))] fn f() {}"] {
        assert_eq!(modules(&made_up(&[("src/lib.rs", code)]))[0].items.len(), 1, "{code}");
    }
}
