/** The picture formats that Lintel decodes. Browsers show all but TIFF. */
export const PICTURE_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/tiff',
] as const;

/** True for a file whose type is a picture; decoding it shows whether it is one. */
export function looksLikePicture(file: File): boolean {
  return PICTURE_TYPES.some((type) => type === file.type);
}

/** Pictures on the clipboard. A copied picture has no name of its own. */
export function pastedPictures(clipboard: DataTransfer | null): File[] {
  return [...(clipboard?.files ?? [])].filter((file) => file.type.startsWith('image/'));
}

/**
 * Dropped files: every file, and from folders of any depth the files that look like pictures. Call it inside the event:
 * the browser invalidates the entries afterwards.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry());
  const folders = entries.filter((entry): entry is FileSystemDirectoryEntry => entry?.isDirectory === true);
  if (folders.length === 0) return [...transfer.files];

  const names = new Set(folders.map(({ name }) => name));
  const loose = [...transfer.files].filter(({ name }) => !names.has(name));
  const inside = await Promise.all(folders.map(filesInFolder));
  return [...loose, ...inside.flat().filter(looksLikePicture)];
}

async function filesInFolder(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const files: File[] = [];
  for (;;) {
    // A reader returns at most 100 entries a call, and an empty result at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return files;
    for (const entry of entries) {
      if (entry.isDirectory) files.push(...(await filesInFolder(entry as FileSystemDirectoryEntry)));
      else
        files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    }
  }
}
