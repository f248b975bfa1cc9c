import { type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const REMEMBERED_LINES = 25;

/** Keeps a program's output: all of it in a file (the previous run as `.old`), the last lines in memory. */
export class ProgramLog {
  private readonly stream: WriteStream;
  private readonly recent: string[] = [];

  constructor(readonly file: string) {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) renameSync(file, `${file}.old`);
    this.stream = createWriteStream(file);
    // A full disk must not stop the programs because of their logs.
    this.stream.on('error', () => undefined);
  }

  follow(child: ChildProcess): void {
    for (const output of [child.stdout, child.stderr]) {
      if (output === null) continue;
      createInterface({ input: output }).on('line', (line) => {
        this.stream.write(`${line}\n`);
        this.recent.push(line);
        if (this.recent.length > REMEMBERED_LINES) this.recent.shift();
      });
    }
  }

  lastLines(): readonly string[] {
    return this.recent;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.stream.destroyed) resolve();
      else this.stream.end(resolve);
    });
  }
}
