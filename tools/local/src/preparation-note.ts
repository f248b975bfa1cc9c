import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { modelPreparationFile, type ModelPreparation } from '@lintel/contracts';

const RENEW_MS = 1_000;

/** Tells an app that waits for its first model how far it is. Renewed every second, so that its age shows who died. */
export class PreparationNote {
  private readonly file: string;
  private preparation: ModelPreparation = { stage: 'engine', share: null, secondsLeft: null };
  private readonly timer: NodeJS.Timeout;

  constructor(modelDir: string) {
    this.file = modelPreparationFile(modelDir);
    this.write();
    this.timer = setInterval(() => this.write(), RENEW_MS);
    this.timer.unref();
  }

  tell(preparation: ModelPreparation): void {
    this.preparation = preparation;
  }

  end(): void {
    clearInterval(this.timer);
    rmSync(this.file, { force: true });
  }

  private write(): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(`${this.file}.new`, JSON.stringify(this.preparation));
      renameSync(`${this.file}.new`, this.file);
    } catch {
      // On a full disk the page says less; the training itself says why.
    }
  }
}
