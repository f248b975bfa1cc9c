'use client';

import { type ModelVersion, type RegisteredModel } from '@lintel/contracts';
import { DangerButton, useAction, useLanguage } from '@lintel/ui';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Permitted } from '../access/permitted';
import { waitingPromotion } from '../approvals/approval-subject';
import { useWaitingApprovals } from '../approvals/use-waiting-approvals';
import { useText } from '../language/text';
import { promote } from './client';
import { GateReportView } from './gate-report-view';
import { JudgedVersion } from './judged-version';
import { Outdated } from './outdated';
import { judgementOf } from './promotion';
import { PromotionWaits } from './promotion-waits';
import { useGateDecision } from './use-gate-decision';

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
  return (
    <JudgedVersion versionId={versionId} modelName={rest.model.name}>
      {(version) => (
        <Stack>
          <GateReportView report={version.gateReport} modelName={version.modelName} task={version.manifest.task} />
          <Permitted
            permission="models:promote"
            vertical={rest.model.vertical}
            otherwise={<div>{text.notAllowed}</div>}
          >
            <Promotable version={version} {...rest} />
          </Permitted>
        </Stack>
      )}
    </JudgedVersion>
  );
}

type PromotableProps = Omit<JudgedProps, 'versionId'> & { readonly version: ModelVersion };

function Promotable({ version, model, ...rest }: PromotableProps) {
  const text = useText().models.promote;
  const { state } = useWaitingApprovals();
  const waiting = waitingPromotion(model.name, state.kind === 'ready' ? state.value : []);
  const championId = model.champion?.versionId ?? null;
  if (version.id === championId) return <p>{text.isChampion}</p>;
  if (judgementOf(version.gateReport, championId) === 'outdated') {
    return <Outdated version={version} onClose={rest.onClose} />;
  }
  if (waiting !== null) return <PromotionWaits approval={waiting} />;
  return <PromoteForm version={version} model={model} {...rest} />;
}

function PromoteForm({ version, model, number, onClose, onChanged }: PromotableProps) {
  const text = useText();
  const { format } = useLanguage();
  const { pending, run } = useAction();
  const words = text.models.promote;
  const championId = model.champion?.versionId ?? null;
  const { twoPeople } = model.loopPolicy;
  const { judgement, ready, decision, fields } = useGateDecision(version, championId);
  const against = judgement !== 'passed';
  const Decide = against ? DangerButton : Button;
  const go = (): Promise<void> =>
    run(
      () =>
        promote(model.name, {
          versionId: version.id,
          expectedChampion: championId,
          ...decision,
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
      {fields}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.general.cancel}
        </Button>
        <Decide loading={pending} disabled={!ready} onClick={() => void go()}>
          {twoPeople ? words.ask : against ? words.actionAgainst : words.action}
        </Decide>
      </Group>
    </>
  );
}
