import { loadModelFiles, Predictor } from '@lintel/core-ml';
import { type ModelRegistry } from '@lintel/data';
import { Injectable } from '@nestjs/common';

/** Versions that stay loaded, the most recently tried ones. */
const MOST_LOADED = 3;

/** Loads versions that people try. Only signed ones are loaded; the one that was tried longest ago makes room. */
@Injectable()
export class TriedModels {
  /** In order of use, the latest last. */
  private readonly loaded = new Map<string, Promise<Predictor>>();

  constructor(
    private readonly registry: Pick<ModelRegistry, 'files'>,
    private readonly trustedKeys: readonly string[],
  ) {}

  /** @throws LintelError NOT_FOUND, MODEL_INVALID, ARTIFACT_CORRUPT */
  get(id: string): Promise<Predictor> {
    const kept = this.loaded.get(id);
    const predictor = kept ?? this.load(id);
    this.loaded.delete(id);
    this.loaded.set(id, predictor);
    if (kept === undefined) {
      // One that could not be loaded is tried again the next time.
      predictor.catch(() => this.loaded.delete(id));
      const [oldest] = this.loaded.keys();
      if (this.loaded.size > MOST_LOADED) void this.drop(oldest!);
    }
    return predictor;
  }

  /** Ids of the versions that are loaded. */
  ids(): string[] {
    return [...this.loaded.keys()];
  }

  async close(): Promise<void> {
    await Promise.all(this.ids().map((id) => this.drop(id)));
  }

  private async load(id: string): Promise<Predictor> {
    const { trustedKeys } = this;
    return Predictor.open(loadModelFiles(await this.registry.files(id), { trustedKeys }), { threads: 1 });
  }

  private async drop(id: string): Promise<void> {
    const predictor = this.loaded.get(id);
    this.loaded.delete(id);
    await predictor?.then(
      (one) => one.close(),
      () => undefined,
    );
  }
}
