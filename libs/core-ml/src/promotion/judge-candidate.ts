import { type GatePolicy, type GateReport, type ModelManifest, type TaskId } from '@lintel/contracts';
import { type StoredModel } from '../inference/load-model-directory';
import { type TestExamples } from '../tasks/judged-task';
import { judgedTask } from '../tasks/judged-tasks';
import { judgePromotion, type PromotionCase } from './gates';

export interface JudgeRequest<Id extends TaskId> {
  readonly candidate: StoredModel<Id>;
  /** The model that serves now; null if there is none. */
  readonly champion: { readonly id: string; readonly model: StoredModel<Id> } | null;
  readonly examples: TestExamples[Id];
  readonly policy: GatePolicy;
  readonly now?: Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Evaluates a candidate and the champion on the same examples, each with its own preprocessing, and judges the candidate
 * by the gates.
 * @throws LintelError like `JudgedTask.assess`
 */
export async function judgeCandidate<Id extends TaskId>(request: JudgeRequest<Id>): Promise<GateReport> {
  const { candidate, champion, examples, policy, now = new Date(), signal } = request;
  // A type parameter hides what the manifests of all tasks have in common.
  const { task, onnx, provenance } = candidate.manifest as Pick<ModelManifest, 'onnx' | 'provenance'> & {
    readonly task: Id;
  };
  const rivalModel = champion?.model ?? null;
  const assessed = await judgedTask<Id>(task).assess({ candidate, champion: rivalModel, examples, signal });
  const { testSetHash, rival } = assessed;
  const evaluation = assessed.evaluation as PromotionCase<Id>['candidate']['evaluation'];
  return judgePromotion<Id>({
    candidate: {
      task,
      onnx,
      evaluation,
      provenance: { codeCommit: null, jobId: null, datasetVersionId: null, ...provenance, testSetHash },
    },
    champion: champion === null ? null : { id: champion.id, testSetHash: rival?.testSetHash ?? null },
    comparison: rival?.comparison ?? null,
    policy,
    now,
  });
}
