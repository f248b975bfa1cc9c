import { type DataSource } from '@lintel/data';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a marked value was found. */
export interface Leak {
  /** Table and column, or file, or another place. */
  readonly place: string;
  readonly mark: string;
}

/** Values that must not appear anywhere, by name. */
export type Marks = Readonly<Record<string, Buffer>>;

/** Number of bytes from the middle of a picture that are searched for. */
const MOST_BYTES = 24;

/** Finds marked values in plain form, and as hexadecimal or base64 at any offset. */
export class LeakSearch {
  private readonly forms: { readonly mark: string; readonly text: string }[];

  constructor(marks: Marks) {
    this.forms = Object.entries(marks).flatMap(([mark, bytes]) => {
      const middle = Math.max(0, Math.floor((bytes.length - MOST_BYTES) / 2));
      const part = bytes.subarray(middle, middle + MOST_BYTES);
      return [part.toString('latin1'), part.toString('hex'), ...base64Forms(part)].map((text) => ({ mark, text }));
    });
  }

  in(place: string, content: string | Buffer): Leak[] {
    const text = typeof content === 'string' ? content : content.toString('latin1');
    const found = this.forms.filter((form) => text.includes(form.text)).map(({ mark }) => mark);
    return [...new Set(found)].map((mark) => ({ place, mark }));
  }

  /**
   * Every column of every table, including bytes. @param skip SQL conditions of rows that may contain marks, by table
   */
  async inDatabase(database: DataSource, skip: Readonly<Record<string, string>> = {}): Promise<Leak[]> {
    const tables = z.array(z.object({ name: z.string() })).parse(
      await database.query(
        `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
      ),
    );
    const leaks: Leak[] = [];
    for (const { name } of tables) {
      const rows = z
        .array(z.object({ row: z.record(z.string(), z.unknown()) }))
        .parse(await database.query(`SELECT to_jsonb(t) AS row FROM ${name} t WHERE NOT (${skip[name] ?? 'false'})`));
      for (const { row } of rows) {
        for (const [column, value] of Object.entries(row)) leaks.push(...this.in(`${name}.${column}`, asText(value)));
      }
    }
    return leaks;
  }

  async inFolder(folder: string): Promise<Leak[]> {
    const leaks: Leak[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      leaks.push(...this.in(file, await readFile(file)), ...this.in(`the name of ${file}`, file));
    }
    return leaks;
  }
}

/** Bytes unchanged, anything else as JSON. */
function asText(value: unknown): string | Buffer {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : value;
}

/** A text in base64 has three forms, depending on its offset; the characters at the ends depend on its neighbours. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const inner = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
