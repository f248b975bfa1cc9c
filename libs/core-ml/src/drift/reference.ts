import { type DriftObservation, type DriftReference, LintelError } from '@lintel/contracts';
import { distributionOf } from './distribution';

/** Collects a model's inputs and answers on its test split. */
export class DriftReferenceBuilder {
  private readonly features = new Map<string, number[]>();
  private readonly confidences: number[] = [];
  private readonly counts: Map<string, number> | null;
  private readonly values: number[] = [];
  private added = 0;

  /** @param categories that the model can answer with; null if it answers with numbers */
  constructor(categories: readonly string[] | null) {
    this.counts = categories && new Map(categories.map((name) => [name, 0]));
  }

  add({ features, outcome, confidence }: Pick<DriftObservation, 'features' | 'outcome' | 'confidence'>): void {
    this.added++;
    for (const [name, value] of Object.entries(features)) {
      const values = this.features.get(name);
      if (values) values.push(value);
      else this.features.set(name, [value]);
    }
    if (typeof outcome === 'number') this.values.push(outcome);
    else this.counts?.set(outcome, (this.counts.get(outcome) ?? 0) + 1);
    if (confidence !== null) this.confidences.push(confidence);
  }

  /** @throws LintelError INVALID_ARGUMENT if nothing was added, or a value is not finite */
  build(): DriftReference {
    if (this.added === 0) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'There is nothing that drift could be measured against.',
        expected: 'at least one example',
        received: 'none',
        cure: 'Add the test examples.',
      });
    }
    return {
      features: [...this.features].map(([name, values]) => ({ name, ...distributionOf(values) })),
      confidence: this.confidences.length > 0 ? distributionOf(this.confidences) : null,
      outcome:
        this.counts === null
          ? { kind: 'number', distribution: distributionOf(this.values) }
          : { kind: 'category', counts: [...this.counts].map(([name, count]) => ({ name, count })) },
    };
  }
}
