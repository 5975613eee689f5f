//! One destination of a report: written to as a shell would redirect to it, and whole or not at all where it is a file.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use gatepact_report::Shown;

/// The links that one name may lead through (Linux, path_resolution(7)).
const MOST_LINKS: usize = 40;

/// Names of standard output: what it may be is not opened a second time.
const STANDARD_OUTPUT: [&str; 3] = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sink {
    /// The file behind all links.
    pub(super) path: PathBuf,
    way: Way,
}

/// Why a name is not that of a destination.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoSink {
    /// It is a folder.
    #[error("is a folder")]
    Folder,
    /// The folder that it would be in does not exist.
    #[error("has no folder to be in")]
    NoFolder(PathBuf),
    /// The system says why.
    #[error("cannot be written: {0}")]
    Io(#[from] io::Error),
}

impl NoSink {
    /// What to do.
    pub(super) fn help(&self) -> Option<String> {
        match self {
            NoSink::NoFolder(folder) => {
                Some(format!("make it first: mkdir -p {}", folder.display()))
            }
            NoSink::Folder | NoSink::Io(_) => None,
        }
    }
}

/// How it gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Beside the file first, then into its place: half of it is never seen.
    Replace,
    /// Behind what the file holds.
    Append,
    /// Into what is there: a file of several names, whose other names would keep the old text.
    Overwrite,
    /// Into a pipe or a device.
    Stream,
    /// Into a device that takes any number of reports.
    Device,
}

impl Sink {
    /// The destination of this name. `None` is standard output under a name of its own.
    ///
    /// `summary` is the file to which GitHub Actions wants summaries appended.
    pub(super) fn of(path: &Path, summary: Option<&Path>) -> Result<Option<Sink>, NoSink> {
        if STANDARD_OUTPUT.iter().any(|name| path == Path::new(name)) {
            return Ok(None);
        }
        let target = target(path)?;
        let Some(found) = existing(&target)? else {
            let way = if is_same(&target, summary) { Way::Append } else { Way::Replace };
            return Ok(Some(Sink { path: target, way }));
        };
        if found.is_dir() {
            return Err(NoSink::Folder);
        }
        let way = match () {
            () if is_device(&found) => Way::Device,
            () if !found.is_file() || is_of_a_process(path) => Way::Stream,
            () if is_same(&target, summary) => Way::Append,
            () if has_other_names(&found) => Way::Overwrite,
            () => Way::Replace,
        };
        Ok(Some(Sink { path: target, way }))
    }

    /// Whether two reports of one run would be mixed or lost in it.
    pub(super) fn takes_one(&self) -> bool {
        self.way != Way::Device
    }

    /// Whether writing may wait for a reader.
    pub(super) fn may_wait(&self) -> bool {
        matches!(self.way, Way::Stream | Way::Device)
    }

    /// Writes the text, or says why that is not possible; then nothing of it is left in a file.
    pub(super) fn write(&self, text: &Shown) -> io::Result<()> {
        match self.way {
            Way::Replace => match replace(&self.path, text) {
                // Only the folder may be closed to us.
                Err(error) if error.kind() == ErrorKind::PermissionDenied && self.path.exists() => {
                    overwrite(&self.path, text)
                }
                result => result,
            },
            Way::Append => append(&self.path, text),
            Way::Overwrite => overwrite(&self.path, text),
            Way::Stream | Way::Device => {
                let mut file = OpenOptions::new().append(true).open(&self.path)?;
                file.write_all(text.as_bytes())?;
                file.flush()
            }
        }
    }
}

/// Writes a file that is whole or what it was.
pub(crate) fn replace(path: &Path, text: &Shown) -> io::Result<()> {
    // A file that its owner protects is not replaced behind its back.
    let before = match OpenOptions::new().write(true).open(path) {
        Ok(file) => Some(file.metadata()?.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What the user's umask leaves of it, as with every file that a shell makes.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = before {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// What cannot be written whole is taken back.
fn append(path: &Path, text: &Shown) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    let before = file.metadata()?.len();
    let separator = if ends_a_line(&mut file, before)? { "" } else { "\n" };
    let written =
        file.write_all(format!("{separator}{text}").as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        file.set_len(before)?;
    }
    written
}

fn ends_a_line(file: &mut File, length: u64) -> io::Result<bool> {
    if length == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

fn overwrite(path: &Path, text: &Shown) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).truncate(true).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        file.set_len(0)?;
    }
    written
}

/// The file that a name leads to, which need not exist.
fn target(path: &Path) -> Result<PathBuf, NoSink> {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        let link = match target.symlink_metadata() {
            Ok(found) if found.is_symlink() && !is_of_a_process(&target) => target.read_link()?,
            Ok(_) | Err(_) => return in_its_folder(&target),
        };
        target = target.parent().unwrap_or(Path::new("")).join(link);
    }
    Err(io::Error::other("too many links").into())
}

/// With its folder as the system knows it: two names of one file are the same.
fn in_its_folder(path: &Path) -> Result<PathBuf, NoSink> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(path.to_owned());
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match folder.canonicalize() {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(NoSink::NoFolder(folder.to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

fn existing(path: &Path) -> io::Result<Option<Metadata>> {
    match path.metadata() {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a process has open, under the names that the system has for that.
fn is_of_a_process(path: &Path) -> bool {
    ["/proc", "/dev"].iter().any(|folder| path.starts_with(folder))
}

fn is_same(path: &Path, other: Option<&Path>) -> bool {
    other.and_then(|other| target(other).ok()).is_some_and(|other| other == path)
}

#[cfg(unix)]
fn is_device(found: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    found.file_type().is_char_device()
}

#[cfg(not(unix))]
fn is_device(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn has_other_names(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(found) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}
