'use client';

import { type RegisteredModel } from '@lintel/contracts';
import { ProblemAlert, useAction, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, Fieldset, Group, NumberInput, Radio, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language/text';
import { changePolicies } from './client';
import { GateFields } from './gate-fields';
import { draftOf, policiesOf, type PoliciesDraft } from './policies-draft';
import { ShareInput } from './share-input';

export interface PoliciesFormProps {
  readonly model: RegisteredModel;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function PoliciesForm({ model, onClose, onChanged }: PoliciesFormProps) {
  const text = useText();
  const words = text.models.policies;
  const write = useTroubleWriter();
  const { pending, run } = useAction();
  const [draft, setDraft] = useState(() => draftOf(model));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const change = (part: Partial<PoliciesDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const policies = policiesOf(model, draft);
  const save = async (): Promise<void> => {
    if (policies === null) return;
    await run(() => changePolicies(model.name, policies), {
      done: words.saved,
      onTrouble: setTrouble,
      onDone: () => {
        onClose();
        onChanged();
      },
    });
  };
  return (
    <Stack>
      <GateFields
        task={model.task}
        values={draft.gates}
        onChange={(path, value) => setDraft((before) => ({ ...before, gates: { ...before.gates, [path]: value } }))}
      />
      <LoopFields draft={draft} change={change} />
      {trouble !== null && <ProblemAlert problem={write(trouble)} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.general.cancel}
        </Button>
        <Button loading={pending} disabled={policies === null} onClick={() => void save()}>
          {text.general.save}
        </Button>
      </Group>
    </Stack>
  );
}

interface FieldsProps {
  readonly draft: PoliciesDraft;
  readonly change: (part: Partial<PoliciesDraft>) => void;
}

function LoopFields({ draft, change }: FieldsProps) {
  const text = useText().models.policies;
  return (
    <Fieldset legend={text.loop}>
      <Stack gap="sm">
        <Switch
          label={text.afterLabels}
          checked={draft.afterLabels}
          onChange={(event) => change({ afterLabels: event.currentTarget.checked })}
        />
        {draft.afterLabels && (
          <NumberInput
            label={text.labelsNeeded}
            value={draft.labels}
            onChange={(labels) => change({ labels })}
            min={1}
            allowDecimal={false}
          />
        )}
        <Switch
          label={text.onDrift}
          checked={draft.retrainOnDrift}
          onChange={(event) => change({ retrainOnDrift: event.currentTarget.checked })}
        />
        <Radio.Group
          label={text.promotion}
          value={draft.promotion}
          onChange={(promotion) => change({ promotion: promotion === 'rule' ? 'rule' : 'person' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="person" label={text.promotedBy.person} />
            <Radio value="rule" label={text.promotedBy.rule} description={text.ruleHint} />
          </Stack>
        </Radio.Group>
        <Switch
          label={text.twoPeople}
          description={text.twoPeopleHint}
          checked={draft.twoPeople}
          onChange={(event) => change({ twoPeople: event.currentTarget.checked })}
        />
        {draft.promotion === 'rule' && (
          <>
            <NumberInput
              label={text.shadowExamples}
              value={draft.shadowExamples}
              onChange={(shadowExamples) => change({ shadowExamples })}
              min={0}
              allowDecimal={false}
            />
            <ShareInput
              label={text.shadowAgreement}
              description={text.shadowAgreementHint}
              value={draft.shadowAgreement}
              onChange={(shadowAgreement) => change({ shadowAgreement })}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
