'use client';

import { type ModelVersion } from '@lintel/contracts';
import { useAction, useLanguage } from '@lintel/ui';
import { Alert, Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { evaluateAgain, fetchVersion, promote } from './client';
import { GateReportView } from './gate-report-view';
import { promotionOf } from './promotion';
import { LONGEST_REASON, reasonOf } from './reason';

export interface PromoteDialogProps {
  /** Null while the dialog is closed. */
  readonly version: { readonly versionId: string; readonly number: number } | null;
  readonly modelName: string;
  readonly championId: string | null;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** What the gates say of a version, and the way to let it answer. */
export function PromoteDialog({ version, onClose, ...rest }: PromoteDialogProps) {
  const text = useText().models.promote;
  const { format } = useLanguage();
  // While it closes it still shows what it was about.
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
  const data = useData({
    key: versionId,
    load: (signal) => fetchVersion(versionId, signal),
    watch: { tables: ['gate_report'], modelName: rest.modelName },
  });
  return (
    <DataView data={data}>
      {(version) => (
        <Stack>
          <GateReportView report={version.gateReport} />
          <PromoteForm version={version} {...rest} />
        </Stack>
      )}
    </DataView>
  );
}

type PromoteFormProps = Omit<JudgedProps, 'versionId'> & { readonly version: ModelVersion };

function PromoteForm({ version, modelName, championId, number, onClose, onChanged }: PromoteFormProps) {
  const text = useText();
  const { format } = useLanguage();
  const { pending, run } = useAction();
  const [reason, setReason] = useState('');
  const [override, setOverride] = useState(false);
  const words = text.models.promote;
  const { judgement, ready } = promotionOf({ report: version.gateReport, championId, override, reason });
  if (version.id === championId) return <p>{words.isChampion}</p>;
  if (judgement === 'outdated') return <Outdated version={version} onClose={onClose} />;

  const against = judgement !== 'passed';
  const go = (): Promise<void> =>
    run(
      (by) =>
        promote(modelName, {
          versionId: version.id,
          by,
          override: against,
          expectedChampion: championId,
          ...reasonOf(reason),
        }),
      {
        done: words.done(format.integer(number)),
        onDone: () => {
          onClose();
          onChanged();
        },
      },
    );
  return (
    <>
      <div>{championId === null ? words.bodyFirst : words.body}</div>
      {against && (
        <Checkbox
          label={words.override[judgement]}
          checked={override}
          onChange={(event) => setOverride(event.currentTarget.checked)}
        />
      )}
      {(!against || override) && (
        <Textarea
          label={text.models.reason}
          description={against ? words.reasonNeeded : text.models.reasonHint}
          required={against}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={LONGEST_REASON}
          autosize
          minRows={2}
        />
      )}
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
          {against ? words.actionAgainst : words.action}
        </Button>
      </Group>
    </>
  );
}

/** The champion has changed since: the judgement says nothing of the present one. */
function Outdated({ version, onClose }: { readonly version: ModelVersion; readonly onClose: () => void }) {
  const text = useText().models.promote;
  const { pending, run } = useAction();
  const go = (): Promise<void> =>
    run((by) => evaluateAgain(version.modelName, version.id, by), { done: text.evaluating, onDone: onClose });
  return (
    <Alert color="orange" variant="light" title={text.outdated}>
      <Stack align="flex-start" gap="sm">
        {text.outdatedBody}
        <Button size="xs" variant="default" loading={pending} onClick={() => void go()}>
          {text.evaluate}
        </Button>
      </Stack>
    </Alert>
  );
}
