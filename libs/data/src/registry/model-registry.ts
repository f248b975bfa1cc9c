import {
  type ChallengeMode,
  type ChallengeReport,
  type GateReport,
  type LoopPolicy,
  type ModelVersion,
  type ModelVersionSummary,
  type Promotion,
  type RegisteredModel,
} from '@lintel/contracts';
import type { ArtifactStore } from '../artifacts/artifact-store';
import type { DataSource } from '../database/orm';
import type { Transaction } from '@lintel/streams';
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
 * Models, their versions, and the aliases champion and challenger. A version is a row and files in the artefact store;
 * both are immutable. The aliases move, and each move is recorded in the history.
 */
export class ModelRegistry {
  constructor(
    private readonly database: DataSource,
    private readonly artifacts: ArtifactStore,
  ) {}

  /**
   * Declares a model; may be repeated at every start. Policies are only taken from the first declaration; later, people
   * change them.
   * @throws LintelError INVALID_ARGUMENT (name or policies)
   */
  declareModel(declaration: ModelDeclaration): Promise<RegisteredModel> {
    return declareModel(this.database, declaration);
  }

  /** Changes the given policies. @throws LintelError NOT_FOUND, INVALID_ARGUMENT */
  setPolicies(
    name: string,
    policies: {
      readonly gatePolicy?: Readonly<Record<string, unknown>> | undefined;
      readonly loopPolicy?: LoopPolicy | undefined;
    },
    by: string,
  ): Promise<RegisteredModel> {
    return setPolicies(this.database, name, policies, by);
  }

  /** Sorted by name. */
  models(): Promise<RegisteredModel[]> {
    return findModels(this.database);
  }

  /** @throws LintelError NOT_FOUND */
  model(name: string): Promise<RegisteredModel> {
    return findModel(this.database, name);
  }

  /**
   * Stores the files, then the row. A job registers one version: a repeated call returns the first one.
   * @param transaction in which the version is registered, such as that of its job's success
   * @throws LintelError MODEL_INVALID (manifest or signature is unreadable), ARTIFACT_CORRUPT (the ONNX file does not
   *   match the manifest), NOT_FOUND (model or dataset version), CONFLICT (the id is taken), and like
   *   `ArtifactStore.put`
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
   * The registered files. The signature must be verified by the program that loads the model.
   * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT (the bytes differ from the registered ones), and like
   *   `ArtifactStore.get`
   */
  files(id: string): Promise<ModelFiles> {
    return readVersionFiles(this.database, this.artifacts, id);
  }

  /** The newest report counts. @throws LintelError NOT_FOUND */
  recordGates(versionId: string, report: GateReport, transaction: Transaction = this.database): Promise<void> {
    return addGateReport(transaction, versionId, report);
  }

  /**
   * Makes a version the champion, and publishes `platform.model-promoted` once that is committed.
   * @throws LintelError GATES_REFUSED, CONFLICT (evaluated against another champion, already champion, or the champion
   *   is not the expected one), NOT_FOUND, INVALID_ARGUMENT (an override without a reason, or by a rule),
   *   APPROVAL_NEEDED (the policy requires a second person)
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
   * Checks what `promote` would do, without doing it.
   * @throws LintelError like `promote`, except APPROVAL_NEEDED
   */
  checkPromotion(modelName: string, versionId: string, request: PromotionRequest): Promise<PromotionCheck> {
    return this.database.transaction((transaction) => checkPromotion(transaction, modelName, versionId, request));
  }

  /**
   * Restores the previous champion; a repeated call restores the one before that.
   * @throws LintelError CONFLICT (there is no previous champion, or the champion is not the expected one), NOT_FOUND
   */
  rollBack(modelName: string, request: ChampionChange, transaction?: Transaction): Promise<Promotion> {
    if (transaction !== undefined) return rollBack(transaction, modelName, request);
    return this.database.transaction((own) => rollBack(own, modelName, request));
  }

  /**
   * Makes a version the challenger and replaces another one. The gates decide, as for a promotion.
   * @throws LintelError GATES_REFUSED, CONFLICT (no champion, already champion or challenger, or evaluated against
   *   another champion), NOT_FOUND, INVALID_ARGUMENT (the mode, or an override without a reason)
   */
  challenge(modelName: string, versionId: string, mode: ChallengeMode, request: ChallengeRequest): Promise<Promotion> {
    return this.database.transaction((transaction) => challenge(transaction, modelName, versionId, mode, request));
  }

  /** Changes the mode and restarts the comparison. @throws LintelError like `challenge`; CONFLICT (no challenger) */
  setMode(modelName: string, mode: ChallengeMode, request: ChallengeRequest): Promise<Promotion> {
    return this.database.transaction((transaction) => setMode(transaction, modelName, mode, request));
  }

  /** Removes the challenger. @throws LintelError CONFLICT (no challenger), NOT_FOUND */
  withdraw(modelName: string, request: Pick<ChampionChange, 'by' | 'reason'>): Promise<Promotion> {
    return this.database.transaction((transaction) => withdraw(transaction, modelName, request));
  }

  /** Newest first. */
  history(modelName: string): Promise<Promotion[]> {
    return findHistory(this.database, modelName);
  }

  /** The current aliases: one cheap query, for replicas that poll. */
  aliases(modelName: string): Promise<ModelAliases> {
    return findAliases(this.database, modelName);
  }

  /**
   * Adds a replica's results for the current pair since its last report.
   * @returns false if the pair or the mode has changed meanwhile; the report is then discarded
   */
  addChallengeReport(report: ChallengeReport): Promise<boolean> {
    return this.database.transaction((transaction) => addChallengeReport(transaction, report));
  }

  /**
   * The results of the current pair and mode over all replicas; null if there are none yet. See
   * `mergeChallengeReports`.
   */
  challengeReport(modelName: string): Promise<ChallengeReport | null> {
    return findChallengeReport(this.database, modelName);
  }
}
