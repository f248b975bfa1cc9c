import {
  message,
  predictionMade,
  verticalOfModel,
  type DriftPolicy,
  type DriftReference,
  type DriftReport,
  type Message,
  type PredictionMade,
} from '@lintel/contracts';
import { DriftWindow, judgeWindow } from '@lintel/core-ml';
import { Alerts, DriftWindows, ModelRegistry } from '@lintel/data';
import { type HandlerContext, type ReceivedEvent } from '@lintel/streams';
import { OnEvent } from '@lintel/service';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';

export interface DriftOptions {
  readonly windowMs: number;
  readonly policy: DriftPolicy;
}

/** All consoles share this group, so each prediction is counted once. */
export const DRIFT_GROUP = 'console-api.drift';
const BATCH = 200;

/**
 * Compares the models' inputs and answers, window by window, with those of their evaluation, and raises an alert on
 * drift.
 */
@Injectable()
export class DriftWatch {
  /** By version; undefined for a version without a reference. Versions never change. */
  private readonly references = new Map<string, DriftReference | undefined>();

  constructor(
    private readonly registry: ModelRegistry,
    private readonly windows: DriftWindows,
    private readonly alerts: Alerts,
    private readonly options: DriftOptions,
  ) {}

  /** The threshold from which a difference is called drift. */
  get policy(): DriftPolicy {
    return this.options.policy;
  }

  @OnEvent(predictionMade, { group: DRIFT_GROUP, batch: BATCH })
  async watch(events: readonly ReceivedEvent<PredictionMade>[], { transaction }: HandlerContext): Promise<void> {
    if (transaction === undefined) throw new Error('the consumer runs without the database');
    for (const [key, predictions] of byWindow(events, this.options.windowMs)) {
      const { modelName, versionId, startMs } = key;
      const reference = await this.referenceOf(versionId);
      const { report, startAt } = await this.windows.update(
        modelName,
        versionId,
        {
          startAt: new Date(startMs),
          endAt: new Date(startMs + this.options.windowMs),
          minimumExamples: this.policy.minimumExamples,
        },
        (kept) => {
          const seen =
            kept === null ? new DriftWindow(seedOf(modelName, versionId, startMs)) : DriftWindow.fromJSON(kept);
          for (const prediction of predictions) seen.add(prediction);
          const judged = reference === undefined ? null : judgeWindow(seen, reference, this.options.policy);
          return { state: seen.toJSON(), report: judged };
        },
        transaction,
      );
      if (report !== null) await this.alert(modelName, report, `${versionId} ${startAt}`);
    }
  }

  private async referenceOf(versionId: string): Promise<DriftReference | undefined> {
    if (!this.references.has(versionId)) {
      const { manifest } = await this.registry.version(versionId);
      this.references.set(versionId, manifest.driftReference ?? undefined);
    }
    return this.references.get(versionId);
  }

  /** One alert for each model: it counts the windows that drifted, and a later stable window resolves it. */
  private async alert(modelName: string, report: DriftReport, window: string): Promise<void> {
    const key = `drift/${modelName}`;
    if (!report.enough) return;
    if (report.status === 'stable') await this.alerts.resolve(key);
    if (report.status !== 'drift') return;
    await this.alerts.raise({
      key,
      kind: 'drift',
      severity: 'warning',
      vertical: verticalOfModel(modelName),
      subject: modelName,
      title: message('alert.drift.title', { model: modelName }),
      detail: [...moved(report), message('alert.drift.examples', { examples: report.examples })],
      occurrence: window,
    });
  }
}

function moved({ features, outcome, confidence }: DriftReport): Message[] {
  return [
    ...features
      .filter(({ status }) => status === 'drift')
      .map(({ name, psi }) => message('alert.drift.measure', { measure: name, psi: psi ?? 0 })),
    ...(outcome.status === 'drift' ? [message('alert.drift.classes', { psi: outcome.psi ?? 0 })] : []),
    ...(confidence?.status === 'drift' ? [message('alert.drift.confidence', { psi: confidence.psi ?? 0 })] : []),
  ];
}

interface WindowKey {
  readonly modelName: string;
  readonly versionId: string;
  readonly startMs: number;
}

function byWindow(events: readonly ReceivedEvent<PredictionMade>[], windowMs: number): [WindowKey, PredictionMade[]][] {
  const windows = new Map<string, [WindowKey, PredictionMade[]]>();
  for (const { data } of events) {
    const startMs = Math.floor(Date.parse(data.madeAt) / windowMs) * windowMs;
    const { modelName, versionId } = data;
    const key = `${modelName} ${versionId} ${startMs}`;
    const [, predictions] = windows.get(key) ?? windows.set(key, [{ modelName, versionId, startMs }, []]).get(key)!;
    predictions.push(data);
  }
  // Always in the same order, because each consumer locks windows as it comes to them.
  return [...windows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, window]) => window);
}

/** The sample that a window keeps depends only on the predictions in it. */
function seedOf(...parts: readonly (string | number)[]): number {
  return createHash('sha256').update(parts.join(' ')).digest().readUInt32LE(0) >>> 1;
}
