'use client';

import { verticalOfModel, type ModelVersion, type RegisteredModel } from '@lintel/contracts';
import { useAction, useLanguage } from '@lintel/ui';
import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Permitted } from '../access/permitted';
import { waitingPromotion } from '../approvals/approval-subject';
import { useWaitingApprovals } from '../approvals/use-waiting-approvals';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { evaluateAgain, fetchVersion, promote } from './client';
import { GateOverride } from './gate-override';
import { GateReportView } from './gate-report-view';
import { PromotionWaits } from './promotion-waits';
import { promotionOf } from './promotion';
import { reasonOf } from './reason';

export interface PromoteDialogProps {
  /** Null while the dialog is closed. */
  readonly version: { readonly versionId: string; readonly number: number } | null;
  readonly model: RegisteredModel;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** The gate report of a version, and the form to promote it. */
export function PromoteDialog({ version, onClose, ...rest }: PromoteDialogProps) {
  const text = useText().models.promote;
  const { format } = useLanguage();
  // While it closes it still shows its subject.
  const [shown, setShown] = useState(version);
  if (version !== null && version.versionId !== shown?.versionId) setShown(version);
  return (
    <Modal
      opened={version !== null}
      onClose={onClose}
      title={text.title(format.integer(shown?.number ?? 0))}
      size="lg"
      centered
    >
      {shown !== null && (
        <Judged key={shown.versionId} versionId={shown.versionId} number={shown.number} onClose={onClose} {...rest} />
      )}
    </Modal>
  );
}

type JudgedProps = Omit<PromoteDialogProps, 'version'> & { readonly versionId: string; readonly number: number };

function Judged({ versionId, ...rest }: JudgedProps) {
  const text = useText().models.promote;
  const data = useData({
    key: versionId,
    load: (signal) => fetchVersion(versionId, signal),
    watch: { tables: ['gate_report'], modelName: rest.model.name },
  });
  return (
    <DataView data={data}>
      {(version) => (
        <Stack>
          <GateReportView report={version.gateReport} modelName={version.modelName} />
          <Permitted
            permission="models:promote"
            vertical={rest.model.vertical}
            otherwise={<div>{text.notAllowed}</div>}
          >
            <Promotable version={version} {...rest} />
          </Permitted>
        </Stack>
      )}
    </DataView>
  );
}

type PromotableProps = Omit<JudgedProps, 'versionId'> & { readonly version: ModelVersion };

function Promotable({ version, model, ...rest }: PromotableProps) {
  const text = useText().models.promote;
  const { state } = useWaitingApprovals();
  const waiting = waitingPromotion(model.name, state.kind === 'ready' ? state.value : []);
  const championId = model.champion?.versionId ?? null;
  if (version.id === championId) return <p>{text.isChampion}</p>;
  if (promotionOf({ report: version.gateReport, championId, override: false, reason: '' }).judgement === 'outdated') {
    return <Outdated version={version} onClose={rest.onClose} />;
  }
  if (waiting !== null) return <PromotionWaits approval={waiting} />;
  return <PromoteForm version={version} model={model} {...rest} />;
}

function PromoteForm({ version, model, number, onClose, onChanged }: PromotableProps) {
  const text = useText();
  const { format } = useLanguage();
  const { pending, run } = useAction();
  const [reason, setReason] = useState('');
  const [override, setOverride] = useState(false);
  const words = text.models.promote;
  const championId = model.champion?.versionId ?? null;
  const { twoPeople } = model.loopPolicy;
  const { judgement, ready } = promotionOf({ report: version.gateReport, championId, override, reason });

  const against = judgement !== 'passed';
  const go = (): Promise<void> =>
    run(
      () =>
        promote(model.name, {
          versionId: version.id,
          override: against,
          expectedChampion: championId,
          ...reasonOf(reason),
        }),
      {
        onDone: ({ approval }) => {
          const written = format.integer(number);
          notifications.show({ message: approval === null ? words.done(written) : words.asked(written) });
          onClose();
          onChanged();
        },
      },
    );
  return (
    <>
      <div>{championId === null ? words.bodyFirst : words.body}</div>
      {twoPeople && <div>{words.twoPeople}</div>}
      <GateOverride
        judgement={judgement}
        override={override}
        reason={reason}
        onOverride={setOverride}
        onReason={setReason}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.general.cancel}
        </Button>
        <Button
          loading={pending}
          disabled={!ready}
          {...(against ? { color: 'var(--lintel-danger)' } : {})}
          onClick={() => void go()}
        >
          {twoPeople ? words.ask : against ? words.actionAgainst : words.action}
        </Button>
      </Group>
    </>
  );
}

/** The champion has changed since, so the gate report does not apply to the current one. */
export function Outdated({ version, onClose }: { readonly version: ModelVersion; readonly onClose: () => void }) {
  const text = useText().models.promote;
  const { pending, run } = useAction();
  const go = (): Promise<void> =>
    run(() => evaluateAgain(version.modelName, version.id), { done: text.evaluating, onDone: onClose });
  return (
    <Alert color="orange" variant="light" title={text.outdated}>
      <Stack align="flex-start" gap="sm">
        {text.outdatedBody}
        <Permitted permission="jobs:run" vertical={verticalOfModel(version.modelName)}>
          <Button size="xs" variant="default" loading={pending} onClick={() => void go()}>
            {text.evaluate}
          </Button>
        </Permitted>
      </Stack>
    </Alert>
  );
}
