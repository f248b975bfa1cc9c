'use client';

import { type ChallengeMode, type ModelVersion, type RegisteredModel } from '@lintel/contracts';
import { useAction, useLanguage } from '@lintel/ui';
import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language/text';
import { challenge } from './client';
import { JudgedVersion } from './judged-version';
import { Outdated } from './outdated';
import { ShareInput } from './share-input';
import { useGateDecision } from './use-gate-decision';

const FIRST_SHARE = 0.1;

export interface ChallengeDialogProps {
  /** Null while the dialog is closed. */
  readonly version: { readonly versionId: string; readonly number: number } | null;
  /** The current mode; null if it is not the challenger yet. */
  readonly present: ChallengeMode | null;
  readonly model: RegisteredModel;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Asks in which mode a version is tried beside the champion. */
export function ChallengeDialog({ version, present, ...rest }: ChallengeDialogProps) {
  const text = useText().models.challenge;
  const { format } = useLanguage();
  const [shown, setShown] = useState<{ version: typeof version; present: typeof present }>({ version, present });
  if (version !== null && version !== shown.version) setShown({ version, present });
  return (
    <Modal
      opened={version !== null}
      onClose={rest.onClose}
      title={text.title(format.integer(shown.version?.number ?? 0))}
      centered
    >
      {shown.version !== null && (
        <Judged
          key={shown.version.versionId}
          versionId={shown.version.versionId}
          number={shown.version.number}
          present={shown.present}
          {...rest}
        />
      )}
    </Modal>
  );
}

type JudgedProps = Omit<ChallengeDialogProps, 'version'> & { readonly versionId: string; readonly number: number };

/** The gates decide about a challenger as they decide about a champion. */
function Judged({ versionId, ...rest }: JudgedProps) {
  return (
    <JudgedVersion versionId={versionId} modelName={rest.model.name}>
      {(version) => <ChallengeForm version={version} {...rest} />}
    </JudgedVersion>
  );
}

type ChallengeFormProps = Omit<JudgedProps, 'versionId'> & { readonly version: ModelVersion };

function ChallengeForm({ version, number, present, model, onClose, onChanged }: ChallengeFormProps) {
  const text = useText();
  const { format } = useLanguage();
  const { pending, run } = useAction();
  const [mode, setMode] = useState<ChallengeMode['mode']>(present?.mode ?? 'shadow');
  const [share, setShare] = useState<number | null>(present?.mode === 'canary' ? present.share : FIRST_SHARE);
  const words = text.models.challenge;
  const { judgement, ready, decision, fields } = useGateDecision(version, model.champion?.versionId ?? null);
  const chosen: ChallengeMode | null =
    mode === 'shadow' ? { mode } : share === null || share <= 0 ? null : { mode, share };
  const go = (): Promise<void> =>
    run(
      () =>
        challenge(model.name, {
          versionId: version.id,
          challenge: chosen ?? { mode: 'shadow' },
          ...decision,
        }),
      {
        done: words.done(format.integer(number)),
        onDone: () => {
          onClose();
          onChanged();
        },
      },
    );
  if (judgement === 'outdated') return <Outdated version={version} onClose={onClose} />;
  return (
    <Stack>
      <Radio.Group value={mode} onChange={(value) => setMode(value === 'canary' ? 'canary' : 'shadow')}>
        <Stack gap="sm">
          <Radio value="shadow" label={text.models.mode.shadow} description={text.models.mode.shadowHint} />
          <Radio value="canary" label={text.models.mode.canary} description={text.models.mode.canaryHint} />
        </Stack>
      </Radio.Group>
      {mode === 'canary' && (
        <ShareInput label={words.share} description={words.shareHint} value={share} onChange={setShare} min={0.001} />
      )}
      {fields}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.general.cancel}
        </Button>
        <Button loading={pending} disabled={chosen === null || !ready} onClick={() => void go()}>
          {present === null ? words.action : text.general.save}
        </Button>
      </Group>
    </Stack>
  );
}
