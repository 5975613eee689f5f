//! The names that the code of a module defines, imports and uses.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Item, ItemUse, Macro, Meta, Path, UseTree, VisRestricted};

/// A path as the code spells it, and its line.
#[derive(Debug, Clone)]
pub(crate) struct Spelled {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

impl Spelled {
    fn new(names: &[&Ident]) -> Self {
        let line = names.first().map_or(0, |name| name.span().start().line);
        Self { path: names.iter().map(|name| text(name)).collect(), line }
    }
}

/// What a `use` brings into a module.
pub(crate) struct Import {
    /// The name in this module; `None` for a glob.
    pub(crate) name: Option<String>,
    pub(crate) of: Spelled,
    /// Whether the `use` is in a function, so that other modules cannot import from it.
    pub(crate) local: bool,
}

/// The names of one module.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) defined: BTreeSet<String>,
    pub(crate) imports: Vec<Import>,
    /// Paths of at least two names. A single name is defined in the module or imported.
    pub(crate) paths: Vec<Spelled>,
    blocks: usize,
}

impl Names {
    pub(crate) fn of(items: &[Item]) -> Self {
        let mut names = Self::default();
        for item in items {
            names.defined.extend(defined(item).map(text));
            names.visit_item(item);
        }
        names
    }

    fn add_path(&mut self, names: &[&Ident]) {
        if names.len() > 1 {
            self.paths.push(Spelled::new(names));
        }
    }

    /// Adds the paths in the arguments of a macro or of an attribute.
    fn add_tokens(&mut self, tokens: &TokenStream) {
        let (mut path, mut colons) = (Vec::new(), 0);
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for token in &tokens {
            match token {
                TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) if colons == 2 => {
                    path.push(name);
                    colons = 0;
                }
                _ => {
                    self.add_path(&path);
                    (path, colons) = (Vec::new(), 0);
                    match token {
                        TokenTree::Ident(name) => path.push(name),
                        TokenTree::Group(group) => self.add_tokens(&group.stream()),
                        _ => {}
                    }
                }
            }
        }
        self.add_path(&path);
    }

    fn add_imports(&mut self, above: &[&Ident], tree: &UseTree) {
        let (name, last) = match tree {
            UseTree::Path(path) => {
                return self.add_imports(&[above, &[&path.ident]].concat(), &path.tree);
            }
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.add_imports(above, tree));
            }
            UseTree::Name(name) if name.ident == "self" => (above.last().copied(), None),
            UseTree::Name(name) => (Some(&name.ident), Some(&name.ident)),
            UseTree::Rename(name) if name.ident == "self" => (Some(&name.rename), None),
            UseTree::Rename(name) => (Some(&name.rename), Some(&name.ident)),
            UseTree::Glob(_) => (None, None),
        };
        let path: Vec<&Ident> = above.iter().copied().chain(last).collect();
        let (name, of) = (name.map(text), Spelled::new(&path));
        self.imports.push(Import { name, of, local: self.blocks > 0 });
    }
}

impl<'a> Visit<'a> for Names {
    fn visit_item_use(&mut self, node: &'a ItemUse) {
        if node.leading_colon.is_none() {
            self.add_imports(&[], &node.tree);
        }
    }

    fn visit_block(&mut self, node: &'a Block) {
        self.blocks += 1;
        visit::visit_block(self, node);
        self.blocks -= 1;
    }

    fn visit_path(&mut self, node: &'a Path) {
        if node.leading_colon.is_none() {
            let names: Vec<&Ident> = node.segments.iter().map(|segment| &segment.ident).collect();
            self.add_path(&names);
        }
        visit::visit_path(self, node);
    }

    /// `pub(in path)` says who may use an item; it uses nothing.
    fn visit_vis_restricted(&mut self, _: &'a VisRestricted) {}

    fn visit_macro(&mut self, node: &'a Macro) {
        self.visit_path(&node.path);
        self.add_tokens(&node.tokens);
    }

    fn visit_attribute(&mut self, node: &'a Attribute) {
        if let Meta::List(list) = &node.meta {
            self.add_tokens(&list.tokens);
        }
    }
}

/// A name without the `r#` that makes it raw.
pub(crate) fn text(name: &Ident) -> String {
    name.unraw().to_string()
}

fn defined(item: &Item) -> Option<&Ident> {
    match item {
        Item::Const(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Macro(item) => item.ident.as_ref(),
        Item::Static(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::TraitAlias(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        Item::Union(item) => Some(&item.ident),
        _ => None,
    }
}
