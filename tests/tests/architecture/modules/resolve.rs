//! Which module defines what a path names.
//!
//! Imports and re-exports are followed to the definition. Methods and fields are not seen: a module uses what it names.

use crate::names::{Import, Names, Spelled};
use crate::source::Module;

/// The longest chain of re-exports that is followed. A longer one is a circle of globs.
const MOST_STEPS: usize = 16;

/// What a path names.
#[derive(Clone, Copy)]
enum Target {
    Module(usize),
    /// An item that this module defines.
    ItemOf(usize),
}

/// A path in a module.
#[derive(Clone, Copy)]
struct Question<'p> {
    module: usize,
    path: &'p [String],
    /// Whether the whole path may name an item. If not, another path goes on where it ends.
    whole: bool,
    /// How many more re-exports may be followed.
    steps: usize,
}

/// A name in a module.
#[derive(Clone, Copy)]
struct Wanted<'n> {
    module: usize,
    name: &'n str,
    /// Whether it may name an item. If not, a path goes on after it.
    whole: bool,
    /// Whether the module itself uses the name, so that imports in functions count.
    inside: bool,
    steps: usize,
}

pub(super) struct Resolver<'m> {
    modules: &'m [Module],
    names: Vec<Names>,
}

impl<'m> Resolver<'m> {
    pub(super) fn new(modules: &'m [Module]) -> Self {
        let names = modules.iter().map(|module| Names::of(&module.items)).collect();
        Self { modules, names }
    }

    /// The other modules that a module uses, and where.
    pub(super) fn uses(&self, module: usize) -> Vec<(usize, &Spelled)> {
        let names = &self.names[module];
        let target = |spelled: &Spelled| {
            let steps = MOST_STEPS;
            self.resolve(Question { module, path: &spelled.path, whole: true, steps })
        };
        let imports = names.imports.iter().filter_map(|import| match target(&import.of)? {
            // The module is used where a path goes through it.
            Target::Module(_) if import.name.is_some() => None,
            Target::Module(to) | Target::ItemOf(to) => Some((to, &import.of)),
        });
        let paths = names.paths.iter().filter_map(|spelled| match target(spelled)? {
            Target::Module(to) | Target::ItemOf(to) => Some((to, spelled)),
        });
        imports.chain(paths).filter(|(to, _)| *to != module).collect()
    }

    /// What a path names; `None` for what another crate defines.
    fn resolve(&self, question: Question<'_>) -> Option<Target> {
        let Question { mut module, path, steps, .. } = question;
        for (index, name) in path.iter().enumerate() {
            let whole = question.whole && index + 1 == path.len();
            let target = match name.as_str() {
                "crate" => Some(Target::Module(0)),
                "self" => Some(Target::Module(module)),
                "super" => self.modules[module].parent.map(Target::Module),
                name => self.find(Wanted { module, name, whole, inside: index == 0, steps }),
            };
            match target {
                Some(Target::Module(next)) => module = next,
                Some(item) => return Some(item),
                None if index == 0 => return None,
                // A macro defines it there.
                None => return Some(Target::ItemOf(module)),
            }
        }
        Some(Target::Module(module))
    }

    fn find(&self, wanted: Wanted<'_>) -> Option<Target> {
        let child = self.modules[wanted.module].children.get(wanted.name);
        let is_item = self.names[wanted.module].defined.contains(wanted.name);
        match child {
            Some(child) if !(is_item && wanted.whole) => Some(Target::Module(*child)),
            _ if is_item => Some(Target::ItemOf(wanted.module)),
            _ => self.find_imported(wanted),
        }
    }

    fn find_imported(&self, wanted: Wanted<'_>) -> Option<Target> {
        let Wanted { module, whole, inside, .. } = wanted;
        let steps = wanted.steps.checked_sub(1)?;
        let imports = || self.names[module].imports.iter().filter(|it| inside || !it.local);
        let mut named = imports().filter(|import| import.name.as_deref() == Some(wanted.name));
        let target = |import: &Import, whole: bool| {
            self.resolve(Question { module, path: &import.of.path, whole, steps })
        };
        let mut globs = imports().filter(|import| import.name.is_none());
        let behind_glob = |glob: &Import| match target(glob, false)? {
            Target::Module(module) => self.find(Wanted { module, inside: false, steps, ..wanted }),
            Target::ItemOf(_) => None,
        };
        named.find_map(|import| target(import, whole)).or_else(|| globs.find_map(behind_glob))
    }
}
