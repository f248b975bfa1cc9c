import {
  type ChallengeMode,
  type ChallengeReport,
  type GatePolicy,
  type GateReport,
  type LoopPolicy,
  type ModelVersion,
  type ModelVersionSummary,
  type Promotion,
  type RegisteredModel,
} from '@lintel/contracts';
import type { ArtifactStore } from '../artifacts/artifact-store';
import type { DataSource } from '../database/orm';
import type { Transaction } from '../streams/delivery/transaction';
import { addChallengeReport, findChallengeReport } from './challenge-reports';
import { addGateReport, findSummaries, getVersion } from './model-versions';
import {
  challenge,
  checkPromotion,
  findHistory,
  promote,
  rollBack,
  setMode,
  withdraw,
  type ChallengeRequest,
  type ChampionChange,
  type PromotionCheck,
  type PromotionRequest,
} from './promotions';
import { readVersionFiles, registerVersion, type ModelFiles, type NewModelVersion } from './register-version';
import {
  declareModel,
  findAliases,
  findModel,
  findModels,
  setPolicies,
  type ModelAliases,
  type ModelDeclaration,
} from './registered-models';

export type {
  ChallengeRequest,
  ChampionChange,
  ModelAliases,
  ModelDeclaration,
  ModelFiles,
  NewModelVersion,
  PromotionCheck,
  PromotionRequest,
};

/**
 * The models, their versions, and who of them answers. A version is a row and files in the artefact store; neither is
 * ever changed. Champion and challenger are aliases that move, each move with its place in the history.
 */
export class ModelRegistry {
  constructor(
    private readonly database: DataSource,
    private readonly artifacts: ArtifactStore,
  ) {}

  /**
   * Makes a model known; may be repeated at every start. Policies are taken the first time alone: later they are
   * people's.
   * @throws LintelError INVALID_ARGUMENT (name or policies)
   */
  declareModel(declaration: ModelDeclaration): Promise<RegisteredModel> {
    return declareModel(this.database, declaration);
  }

  /** What is left out stays as it is. @throws LintelError NOT_FOUND, INVALID_ARGUMENT */
  setPolicies(
    name: string,
    policies: { readonly gatePolicy?: GatePolicy | undefined; readonly loopPolicy?: LoopPolicy | undefined },
    by: string,
  ): Promise<RegisteredModel> {
    return setPolicies(this.database, name, policies, by);
  }

  /** By name. */
  models(): Promise<RegisteredModel[]> {
    return findModels(this.database);
  }

  /** @throws LintelError NOT_FOUND */
  model(name: string): Promise<RegisteredModel> {
    return findModel(this.database, name);
  }

  /**
   * Keeps the files, then the row. A job makes one version: the second time, the first one is returned.
   * @param transaction in which the version appears, such as that of its job's success
   * @throws LintelError MODEL_INVALID (manifest or signature can't be read), ARTIFACT_CORRUPT (the ONNX file is not
   *   the manifest's), NOT_FOUND (model or dataset version), CONFLICT (the id is taken), and as `ArtifactStore.put`
   */
  register(version: NewModelVersion, transaction?: Transaction): Promise<ModelVersion> {
    if (transaction !== undefined) return registerVersion(transaction, this.artifacts, version);
    return this.database.transaction((own) => registerVersion(own, this.artifacts, version));
  }

  /** Newest first. */
  versions(modelName: string): Promise<ModelVersionSummary[]> {
    return findSummaries(this.database, modelName);
  }

  /** With its newest gate report. @throws LintelError NOT_FOUND */
  version(id: string): Promise<ModelVersion> {
    return getVersion(this.database, id);
  }

  /**
   * As they were registered. The signature is for whoever loads the model to verify.
   * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT (other bytes than were registered), and as `ArtifactStore.get`
   */
  files(id: string): Promise<ModelFiles> {
    return readVersionFiles(this.database, this.artifacts, id);
  }

  /** The newest report counts. @throws LintelError NOT_FOUND */
  recordGates(versionId: string, report: GateReport, transaction: Transaction = this.database): Promise<void> {
    return addGateReport(transaction, versionId, report);
  }

  /**
   * Lets a version answer, and tells it (`platform.model-promoted`) once that is committed.
   * @throws LintelError GATES_REFUSED, CONFLICT (judged against another champion, or champion already, or the champion
   *   is not the expected one), NOT_FOUND, INVALID_ARGUMENT (an override without a reason, or by a rule),
   *   APPROVAL_NEEDED (the policy wants two people, and only one has said so)
   */
  promote(
    modelName: string,
    versionId: string,
    request: PromotionRequest,
    transaction?: Transaction,
  ): Promise<Promotion> {
    if (transaction !== undefined) return promote(transaction, modelName, versionId, request);
    return this.database.transaction((own) => promote(own, modelName, versionId, request));
  }

  /**
   * What `promote` would do, without doing it.
   * @throws LintelError as `promote`, but for APPROVAL_NEEDED
   */
  checkPromotion(modelName: string, versionId: string, request: PromotionRequest): Promise<PromotionCheck> {
    return this.database.transaction((transaction) => checkPromotion(transaction, modelName, versionId, request));
  }

  /**
   * Back to the champion before; again, to the one before that.
   * @throws LintelError CONFLICT (there is none before, or the champion is not the expected one), NOT_FOUND
   */
  rollBack(modelName: string, request: ChampionChange, transaction?: Transaction): Promise<Promotion> {
    if (transaction !== undefined) return rollBack(transaction, modelName, request);
    return this.database.transaction((own) => rollBack(own, modelName, request));
  }

  /**
   * Replaces another challenger. The gates decide, as for a promotion.
   * @throws LintelError GATES_REFUSED, CONFLICT (no champion, in that place already, or judged against another
   *   champion), NOT_FOUND, INVALID_ARGUMENT (the mode, or an override without a reason)
   */
  challenge(modelName: string, versionId: string, mode: ChallengeMode, request: ChallengeRequest): Promise<Promotion> {
    return this.database.transaction((transaction) => challenge(transaction, modelName, versionId, mode, request));
  }

  /** The comparison begins anew. @throws LintelError as `challenge`; CONFLICT (no challenger) */
  setMode(modelName: string, mode: ChallengeMode, request: ChallengeRequest): Promise<Promotion> {
    return this.database.transaction((transaction) => setMode(transaction, modelName, mode, request));
  }

  /** The challenger challenges no longer. @throws LintelError CONFLICT (no challenger), NOT_FOUND */
  withdraw(modelName: string, request: Pick<ChampionChange, 'by' | 'reason'>): Promise<Promotion> {
    return this.database.transaction((transaction) => withdraw(transaction, modelName, request));
  }

  /** Newest first. */
  history(modelName: string): Promise<Promotion[]> {
    return findHistory(this.database, modelName);
  }

  /** Who answers now: one cheap query, for replicas that watch. */
  aliases(modelName: string): Promise<ModelAliases> {
    return findAliases(this.database, modelName);
  }

  /**
   * Adds what a replica saw of the present pair since its last report.
   * @returns false where the pair or the mode has changed meanwhile; then nothing is kept
   */
  addChallengeReport(report: ChallengeReport): Promise<boolean> {
    return this.database.transaction((transaction) => addChallengeReport(transaction, report));
  }

  /** Of the present pair in its mode, over all replicas; null while there is none. See `mergeChallengeReports`. */
  challengeReport(modelName: string): Promise<ChallengeReport | null> {
    return findChallengeReport(this.database, modelName);
  }
}
