'use client';

import { parseGatePolicy, type RegisteredModel } from '@lintel/contracts';
import { FactsList, Section, taskView, useFigures, useLanguage, valueAt, type GateField } from '@lintel/ui';
import { Button, Modal } from '@mantine/core';
import { Permitted } from '../access/permitted';
import { useAddressParameter } from '../address/use-address-parameter';
import { useText } from '../language/text';
import { useGateFields } from './gate-fields';
import { PoliciesForm } from './policies-form';
import classes from './models.module.css';

export interface PoliciesSectionProps {
  readonly model: RegisteredModel;
  readonly onChanged: () => void;
}

/** The gates of a version, and when the model is trained and promoted automatically. */
export function PoliciesSection({ model, onChanged }: PoliciesSectionProps) {
  const text = useText();
  const [edited, setEdited] = useAddressParameter('edit', { as: 'push' });
  const editing = edited === 'policies';
  const close = (): void => setEdited(null);
  const words = text.models.policies;
  return (
    <Section
      title={words.title}
      aside={
        <Permitted permission="models:configure" vertical={model.vertical}>
          <Button size="xs" variant="default" onClick={() => setEdited('policies')}>
            {text.general.edit}
          </Button>
        </Permitted>
      }
    >
      <div className={classes['policies']}>
        <div>
          <h3 className={classes['small']}>{words.gates}</h3>
          <FactsList narrow facts={useGateFacts(model)} />
        </div>
        <div>
          <h3 className={classes['small']}>{words.loop}</h3>
          <FactsList narrow facts={useLoopFacts(model)} />
        </div>
      </div>
      <Modal opened={editing} onClose={close} title={words.title} size="lg" centered>
        {/* Reset each time to the current policies. */}
        {editing && <PoliciesForm model={model} onClose={close} onChanged={onChanged} />}
      </Modal>
    </Section>
  );
}

function useGateFacts({ task, gatePolicy: stored }: RegisteredModel): (readonly [string, string])[] {
  const text = useText().models.policies;
  const { format } = useLanguage();
  const { write, writeGain } = useFigures();
  const gatePolicy = parseGatePolicy(task, stored);
  const { unit } = taskView(task);
  const written = ({ path, kind, off }: GateField): string => {
    const value = valueAt(gatePolicy, path);
    if (typeof value !== 'number' || value === off) return text.notJudged;
    if (kind === 'share') return format.percent(value);
    return kind === 'gain' ? writeGain({ unit }, value) : write({ unit }, value);
  };
  return [
    ...useGateFields(task).map((field) => [field.label, written(field)] as const),
    [text.maximumParityDifference, String(gatePolicy.maximumParityDifference)],
  ];
}

function useLoopFacts({ loopPolicy }: RegisteredModel): (readonly [string, string])[] {
  const text = useText();
  const words = text.models.policies;
  const { format } = useLanguage();
  const { retrainAfterLabels, retrainOnDrift, promotion, twoPeople, shadowExamples, shadowAgreement } = loopPolicy;
  return [
    [
      words.retrainAfterLabels,
      retrainAfterLabels === null ? words.never : words.labels(retrainAfterLabels, format.integer(retrainAfterLabels)),
    ],
    [words.retrainOnDrift, retrainOnDrift ? text.general.yes : text.general.no],
    [words.promotion, words.promotedBy[promotion]],
    [words.twoPeople, twoPeople ? text.general.yes : text.general.no],
    ...(promotion === 'rule'
      ? [
          [words.shadowExamples, format.integer(shadowExamples)] as const,
          [words.shadowAgreement, format.percent(shadowAgreement)] as const,
        ]
      : []),
  ];
}
