// SPDX-License-Identifier: Apache-2.0

export interface Dropped {
  files: File[];
  /** Name of the folder, when one folder was dropped. */
  folder: string | null;
}

/** Everything that was dropped, folders with all they hold. Call it inside the drop event: afterwards the list is empty. */
export async function filesOf(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) {
    return { files: [...transfer.files], folder: null };
  }
  const only = entries.length === 1 ? entries[0] : undefined;
  const found = await Promise.all(entries.map(walk));
  return { files: found.flat(), folder: only?.isDirectory ? only.name : null };
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // A reader hands out at most a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) {
      return found;
    }
    for (const inner of some) {
      found.push(...(await walk(inner)));
    }
  }
}

/** Whether files hang on the pointer, not text or a picture of the page. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && transfer.types.includes("Files");
}

/** The folder chosen with a folder picker: the first part of the paths. */
export function folderOf(files: readonly File[]): string | null {
  const path = files[0]?.webkitRelativePath ?? "";
  const end = path.indexOf("/");
  return end > 0 ? path.slice(0, end) : null;
}
