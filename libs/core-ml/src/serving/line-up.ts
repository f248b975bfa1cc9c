import { LintelError, type TaskId } from '@lintel/contracts';
import { goesToChallenger } from './canary';
import { Comparison, type ComparisonReport } from './comparison';
import { type AnswerSummary } from '../tasks/served-task';
import { type Predictor } from './predictor';
import { type ServedRequest } from './served-request';
import { ShadowWork } from './shadow-work';

/** A model and its id. */
export interface ModelVersion<Id extends TaskId = TaskId> {
  readonly id: string;
  readonly predictor: Predictor<Id>;
}

/**
 * `shadow`: the champion answers, and the challenger processes the same requests afterwards. `canary`: the challenger
 * answers a share of the requests, in (0, 1].
 */
export type ChallengerMode = { readonly mode: 'shadow' } | { readonly mode: 'canary'; readonly share: number };

export type Challenger<Id extends TaskId = TaskId> = ModelVersion<Id> & ChallengerMode;

/** The champion, the challenger, and their comparison. A swap creates a new one. */
export class LineUp<Id extends TaskId> {
  private comparison: Comparison | undefined;
  private readonly shadow: ShadowWork;

  /**
   * @param isBusy whether requests are in progress; they take precedence over shadow work
   * @throws LintelError INVALID_ARGUMENT
   */
  constructor(
    readonly champion: ModelVersion<Id>,
    readonly challenger: Challenger<Id> | undefined,
    isBusy: () => boolean,
    private readonly now: () => number,
  ) {
    if (challenger !== undefined) checkChallenger(champion, challenger);
    this.shadow = new ShadowWork(isBusy);
    this.comparison = this.newComparison();
  }

  /** Examples waiting for the challenger's shadow answer. */
  get waitingInShadow(): number {
    return this.shadow.waitingExamples;
  }

  /** The comparison since the last call; null if there is no challenger. */
  takeComparison(): ComparisonReport | null {
    const report = this.comparison?.report() ?? null;
    this.comparison = this.newComparison();
    return report;
  }

  /** The canary that handles a request by its key; undefined if the champion does. */
  canaryFor(request: Pick<ServedRequest<Id, unknown>, 'suits'>, key: string): Challenger<Id> | undefined {
    const { champion, challenger } = this;
    if (challenger?.mode !== 'canary' || !request.suits(champion.predictor, challenger.predictor, 'canary'))
      return undefined;
    return goesToChallenger(key, challenger.id, challenger.share) ? challenger : undefined;
  }

  /** Records the champion's answer; in shadow mode, also submits the request to the challenger. */
  championAnswered<Output>(request: ServedRequest<Id, Output>, output: Output, latencyMs: number): void {
    const { challenger } = this;
    if (!challenger || !request.suits(this.champion.predictor, challenger.predictor, challenger.mode)) return;
    const answers = request.read(this.champion.predictor, output);
    if (challenger.mode === 'canary') this.comparison!.add('champion', answers, latencyMs);
    else this.cast(request, answers, latencyMs);
  }

  challengerAnswered<Output>(request: ServedRequest<Id, Output>, output: Output, latencyMs: number): void {
    this.comparison!.add('challenger', request.read(this.challenger!.predictor, output), latencyMs);
  }

  challengerFailed(examples: number): void {
    this.comparison!.fail(examples);
  }

  /** Called when no request is in progress any more. */
  wake(): void {
    this.shadow.wake();
  }

  /** Drops the work waiting for the challenger. */
  stop(): void {
    this.shadow.stop();
  }

  private cast<Output>(
    request: ServedRequest<Id, Output>,
    answers: readonly (AnswerSummary | null)[],
    championMs: number,
  ): void {
    const answered = answers.filter((answer) => answer !== null).length;
    const { examples, bytes, ids } = request;
    if (answered === 0) return;
    if (!this.shadow.accepts(examples, bytes)) {
      this.comparison!.drop(answered);
      return;
    }
    const pieces = request.pieces(this.champion.predictor);
    const run = async (quiet: () => Promise<boolean>): Promise<void> => {
      try {
        const challenger = await this.askInPieces(pieces, quiet);
        if (challenger) this.comparison!.addPairs({ answers, latencyMs: championMs }, challenger, ids);
      } catch {
        this.comparison!.fail(answered);
      }
    };
    this.shadow.add({ examples, bytes, run });
  }

  private async askInPieces<Output>(
    pieces: readonly ServedRequest<Id, Output>[],
    quiet: () => Promise<boolean>,
  ): Promise<{ answers: (AnswerSummary | null)[]; latencyMs: number } | null> {
    const { predictor } = this.challenger!;
    const answers: (AnswerSummary | null)[] = [];
    let latencyMs = 0;
    for (const piece of pieces) {
      if (!(await quiet())) return null;
      const startedAtMs = this.now();
      const output = await piece.ask(predictor, {});
      latencyMs += this.now() - startedAtMs;
      answers.push(...piece.read(predictor, output));
    }
    return { answers, latencyMs };
  }

  private newComparison(): Comparison | undefined {
    return (
      this.challenger &&
      new Comparison(this.champion.id, this.challenger.id, this.challenger.mode, (one, other) =>
        this.champion.predictor.task.agrees(one, other),
      )
    );
  }
}

function checkChallenger<Id extends TaskId>(champion: ModelVersion<Id>, challenger: Challenger<Id>): void {
  const wrong = (problem: string, expected: string, received: string): LintelError =>
    new LintelError('INVALID_ARGUMENT', { problem, expected, received, cure: 'Correct the challenger.' });
  if (champion.id === challenger.id || champion.predictor === challenger.predictor) {
    throw wrong('A model is no challenger of itself.', 'another version than the champion', champion.id);
  }
  if (challenger.mode === 'canary' && !(challenger.share > 0 && challenger.share <= 1)) {
    throw wrong("The canary's share is not a share.", 'more than 0, at most 1', String(challenger.share));
  }
}
