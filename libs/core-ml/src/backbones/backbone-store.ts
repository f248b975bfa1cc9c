import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { writeAtomically, writeError } from '@lintel/contracts/files';
import { takeLock } from '../export/directory-lock';
import { type BackboneManifest, backboneManifestSchema, backboneNameSchema } from './backbone-manifest';

const MANIFEST = 'backbone.json';

/** A backbone as it is stored, every byte checked. */
export interface StoredBackbone {
  readonly manifest: BackboneManifest;
  /** The ONNX file. */
  readonly onnx: Uint8Array;
}

/** The files of a new backbone, by the names in its manifest. */
export interface NewBackbone extends StoredBackbone {
  readonly weights?: Uint8Array;
}

/** The backbones in a folder, one folder each; each is complete or absent. */
export class BackboneStore {
  /** @param folder such as `backbones` in the cache; need not exist */
  constructor(readonly folder: string) {}

  /** In alphabetical order. Folders that hold no backbone are passed over. */
  async list(): Promise<BackboneManifest[]> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const manifests = await Promise.all(
      names
        .filter(isName)
        .sort()
        .map((name) => this.#manifest(name)),
    );
    return manifests.filter((manifest) => manifest !== null);
  }

  async has(name: string): Promise<boolean> {
    return isName(name) && (await this.#manifest(name)) !== null;
  }

  /** @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, INVALID_ARGUMENT (name) */
  async open(name: string): Promise<StoredBackbone> {
    const manifest = await this.#require(name);
    return { manifest, onnx: await this.#file(manifest, manifest.onnx) };
  }

  /**
   * The published weights, from which layers can be built.
   * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, INVALID_ARGUMENT (name, or one's own ONNX file)
   */
  async openWeights(name: string): Promise<{ readonly manifest: BackboneManifest; readonly weights: Uint8Array }> {
    const manifest = await this.#require(name);
    if (manifest.weights) return { manifest, weights: await this.#file(manifest, manifest.weights) };
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The backbone "${name}" can't be fine-tuned: it is an ONNX file without layers.`,
      expected: 'a backbone that was added by its name, such as efficientnet-lite0',
      received: manifest.source,
      cure: 'Use it frozen, or add one of the published backbones.',
    });
  }

  /**
   * Stores a backbone; one of the same name is replaced.
   * @throws LintelError CONFLICT (another process stores or removes it now), OUTPUT_UNWRITABLE, DISK_FULL
   */
  async add({ manifest, onnx, weights }: NewBackbone): Promise<void> {
    const checked = backboneManifestSchema.parse(manifest);
    await this.#exclusively(checked.name, async (place) => {
      const staged = `${place}.${randomUUID()}.part`;
      try {
        await writeAtomically(join(staged, checked.onnx.file), (file) => file.writeFile(onnx));
        if (checked.weights && weights) {
          await writeAtomically(join(staged, checked.weights.file), (file) => file.writeFile(weights));
        }
        await writeAtomically(join(staged, MANIFEST), (file) =>
          file.writeFile(`${JSON.stringify(checked, null, 2)}\n`),
        );
        await this.#discard(place);
        await rename(staged, place);
      } catch (error) {
        throw writeError(error, place);
      } finally {
        await rm(staged, { recursive: true, force: true });
      }
    });
  }

  /** @throws LintelError NOT_FOUND, CONFLICT, OUTPUT_UNWRITABLE, INVALID_ARGUMENT (name) */
  async remove(name: string): Promise<void> {
    requireName(name);
    await this.#exclusively(name, async (place) => {
      const isThere = await readdir(place).catch(() => null);
      if (isThere === null) throw await this.#missing(name);
      await this.#discard(place);
    });
  }

  /** Moves a folder away first, so that a reader finds it whole or not at all. */
  async #discard(place: string): Promise<void> {
    const aside = `${place}.${randomUUID()}.part`;
    try {
      await rename(place, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw writeError(error, place);
    }
    await rm(aside, { recursive: true, force: true });
  }

  async #exclusively(name: string, work: (place: string) => Promise<void>): Promise<void> {
    const place = join(this.folder, name);
    try {
      await mkdir(this.folder, { recursive: true });
    } catch (error) {
      throw writeError(error, this.folder);
    }
    const release = await takeLock(join(this.folder, `.${name}.lock`), `the backbone "${name}"`);
    try {
      await work(place);
    } finally {
      await release();
    }
  }

  async #require(name: string): Promise<BackboneManifest> {
    requireName(name);
    const manifest = await this.#manifest(name);
    if (manifest === null) throw await this.#missing(name);
    return manifest;
  }

  /** Null if there is no such backbone, or its manifest can't be read. */
  async #manifest(name: string): Promise<BackboneManifest | null> {
    const text = await readFile(join(this.folder, name, MANIFEST), 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      return backboneManifestSchema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async #file(
    manifest: BackboneManifest,
    { file, sha256 }: BackboneManifest['onnx' | 'weights'] & object,
  ): Promise<Uint8Array> {
    const path = join(this.folder, manifest.name, file);
    const bytes = await readFile(path).catch((cause: unknown) => cause as Error);
    const received = bytes instanceof Error ? bytes.message : createHash('sha256').update(bytes).digest('hex');
    if (!(bytes instanceof Error) && received === sha256) return bytes;
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: `The backbone "${manifest.name}" is damaged: ${path} is missing or has changed.`,
      expected: `SHA-256 ${sha256}`,
      received,
      cure: `Add it again: lintel backbone add ${manifest.architecture ?? 'FILE.onnx'}`,
    });
  }

  async #missing(name: string): Promise<LintelError> {
    const present = (await this.list()).map((manifest) => manifest.name);
    return new LintelError('NOT_FOUND', {
      problem: `The backbone "${name}" has not been added to this machine.`,
      expected: present.length > 0 ? present.join(', ') : 'a backbone that was added; there is none yet',
      received: name,
      cure: `Add it: lintel backbone add ${name}`,
    });
  }
}

const isName = (name: string): boolean => backboneNameSchema.safeParse(name).success && !name.endsWith('.part');

function requireName(name: string): void {
  if (isName(name)) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'A backbone cannot have this name.',
    expected: 'at most 64 lower-case letters, digits, dots and dashes, beginning with a letter or digit',
    received: name,
    cure: 'Choose another name with --name.',
  });
}

export { requireName as requireBackboneName };
