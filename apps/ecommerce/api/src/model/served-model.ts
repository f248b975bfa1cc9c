import { LintelError, type ModelPreparation } from '@lintel/contracts';
import { MANIFEST_FILE, Predictor } from '@lintel/core-ml';
import { type HealthResult } from '@lintel/service';
import { Logger } from '@nestjs/common';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelPreparation } from './model-preparation';

export interface ServedModelOptions {
  readonly threads?: number | undefined;
  /** How often to look for a new model. Default: 2,000. */
  readonly pollMs?: number;
}

/**
 * The model in a folder. It may appear after the service has started, and may be replaced while it runs: the
 * new one takes over when it is loaded, the old one finishes what it has begun. A new one that cannot be
 * loaded leaves the old one in its place.
 */
export class ServedModel {
  private readonly logger = new Logger(ServedModel.name);
  private predictor: Predictor | undefined;
  /** Of the manifest that `predictor` was loaded from. */
  private loaded: string | undefined;
  private failure: string | undefined;
  private refreshing = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly directory: string,
    private readonly threads: number | undefined,
  ) {}

  static async open(directory: string, { threads, pollMs = 2_000 }: ServedModelOptions = {}): Promise<ServedModel> {
    const model = new ServedModel(directory, threads);
    await model.refresh();
    model.timer = setInterval(() => void (model.refreshing = model.refreshing.then(() => model.refresh())), pollMs);
    return model;
  }

  /**
   * The predictor of now; not to be kept.
   * @throws LintelError MODEL_NOT_READY
   */
  current(): Predictor {
    if (this.predictor !== undefined) return this.predictor;
    throw new LintelError('MODEL_NOT_READY', {
      problem: this.failure === undefined ? 'There is no model yet.' : `The model cannot be used (${this.failure}).`,
      expected: 'a trained model in the folder MODEL_DIR of the service',
      cure: 'Wait for the training to end, or start one: npx lintel train --data DIR --model two-conv --out MODEL_DIR. It is picked up by itself.',
      retryable: true,
    });
  }

  /** How far the model is that is to appear; null where nobody makes one. */
  preparation(): Promise<ModelPreparation | null> {
    return readModelPreparation(this.directory);
  }

  /** A damaged replacement does not make the service unready while the old model answers. */
  readiness(): HealthResult {
    if (this.predictor !== undefined) return { ready: true };
    return {
      ready: false,
      reason: this.failure === undefined ? 'There is no model yet.' : `${this.failure}: see the log.`,
    };
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.refreshing;
    await this.predictor?.close();
    this.predictor = undefined;
  }

  private async refresh(): Promise<void> {
    const found = await fingerprint(join(this.directory, MANIFEST_FILE));
    if (found === undefined || found === this.loaded) return;
    try {
      const next = await Predictor.load(this.directory, this.threads === undefined ? {} : { threads: this.threads });
      const previous = this.predictor;
      this.predictor = next;
      this.loaded = found;
      this.failure = undefined;
      this.logger.log({ message: 'model loaded', name: next.manifest.name, sha256: next.sha256 });
      await previous?.close();
    } catch (error) {
      // Tried again at the next look: the files may still be on their way. Said once.
      const code = error instanceof LintelError ? error.code : 'INTERNAL';
      if (code !== this.failure) this.logger.error(error instanceof Error ? error.message : String(error));
      this.failure = code;
    }
  }
}

/** Changes whenever the file is written anew or another takes its place. */
async function fingerprint(file: string): Promise<string | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found && `${found.ino} ${found.mtimeNs} ${found.size}`;
}
