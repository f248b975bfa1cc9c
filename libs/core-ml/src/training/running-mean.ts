import { type StepResult } from './training-step';

/** Loss and share of right answers over batches of different sizes, each example counting once. */
export class RunningMean {
  examples = 0;
  private lossSum = 0;
  private correct = 0;

  add({ loss, correct }: StepResult, size: number): void {
    this.lossSum += loss * size;
    this.correct += correct;
    this.examples += size;
  }

  get loss(): number {
    return this.lossSum / this.examples;
  }

  /** In [0, 1]. */
  get shareCorrect(): number {
    return this.correct / this.examples;
  }
}
