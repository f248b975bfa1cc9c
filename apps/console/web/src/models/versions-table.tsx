'use client';

import { verticalOfModel, type ModelVersionSummary } from '@lintel/contracts';
import { MoreIcon, Section, SortableTable, StatusBadge, useLanguage, useSession } from '@lintel/ui';
import { ActionIcon, Button, Checkbox, Menu } from '@mantine/core';
import Link from 'next/link';
import { useAddressParameter } from '../address/use-address-parameter';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { type Intent } from './intent';
import { useFigureColumns } from './figure-columns';
import classes from './models.module.css';

const MOST_COMPARED = 6;

export interface VersionsTableProps {
  readonly versions: readonly ModelVersionSummary[];
  readonly hasChampion: boolean;
  readonly onIntent: (intent: Intent) => void;
}

/** All versions; some of them can be selected for a comparison. */
export function VersionsTable({ versions, hasChampion, onIntent }: VersionsTableProps) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.models;
  const figures = useFigureColumns(versions);
  const [kept, keep] = useAddressParameter('compare');
  const ticked = kept === null ? [] : kept.split(',');
  const setTicked = (ids: readonly string[]): void => keep(ids.length === 0 ? null : ids.join(','));
  // A version that no longer exists can't be compared.
  const chosen = ticked.filter((id) => versions.some((version) => version.id === id));
  const toggle = (id: string): void =>
    setTicked(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);

  return (
    <Section
      title={words.versions}
      aside={
        <div className={classes['inline']}>
          {chosen.length > 0 && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => setTicked([])}>
              {words.clearChoice}
            </Button>
          )}
          {chosen.length < 2 ? (
            <Button size="xs" variant="default" disabled>
              {words.compareHint}
            </Button>
          ) : (
            <Button size="xs" component={Link} href={addressOf.compare(chosen)}>
              {words.compare(format.integer(chosen.length))}
            </Button>
          )}
        </div>
      }
    >
      <SortableTable
        name="versions"
        caption={words.versionsCaption}
        rows={versions}
        columns={[
          {
            key: 'number',
            label: words.column.version,
            value: ({ number }) => number,
            show: ({ id, number, alias }) => (
              <span className={classes['inline']}>
                <Checkbox
                  size="xs"
                  aria-label={words.choose(format.integer(number))}
                  checked={chosen.includes(id)}
                  disabled={!chosen.includes(id) && chosen.length >= MOST_COMPARED}
                  onChange={() => toggle(id)}
                />
                <Link href={addressOf.version(id)}>{words.versionTitle(format.integer(number))}</Link>
                {alias !== null && (
                  <StatusBadge tone={alias === 'champion' ? 'good' : 'warn'}>{words.alias[alias]}</StatusBadge>
                )}
              </span>
            ),
          },
          ...figures,
          {
            key: 'gates',
            label: words.column.gates,
            value: ({ gatesPassed }) => (gatesPassed === null ? '' : gatesPassed ? '1' : '2'),
            show: ({ id, number, gatesPassed }) => (
              <button
                type="button"
                className={classes['gateButton']}
                onClick={() => onIntent({ kind: 'promote', versionId: id, number })}
              >
                <GateTag passed={gatesPassed} />
              </button>
            ),
          },
          {
            key: 'architecture',
            label: words.column.architecture,
            value: ({ architecture }) => architecture,
            show: ({ architecture, parameters }) => (
              <span className={classes['architecture']}>
                {architecture}
                <small>{words.parameters(format.integer(parameters))}</small>
              </span>
            ),
          },
          {
            key: 'size',
            label: words.column.size,
            value: ({ onnxBytes }) => onnxBytes,
            show: ({ onnxBytes }) => format.bytes(onnxBytes),
          },
          {
            key: 'created',
            label: words.column.created,
            value: ({ createdAt }) => createdAt,
            show: ({ createdAt, createdBy }) => (
              <span className={classes['created']}>
                {format.dateTime(createdAt)}
                <small>{createdBy}</small>
              </span>
            ),
          },
          {
            key: 'actions',
            label: words.column.actions,
            value: () => '',
            sortable: false,
            show: (version) => <VersionMenu version={version} hasChampion={hasChampion} onIntent={onIntent} />,
          },
        ]}
      />
    </Section>
  );
}

export function GateTag({ passed }: { readonly passed: boolean | null }) {
  const text = useText().models.gates;
  if (passed === null) return <StatusBadge tone="quiet">{text.unjudged}</StatusBadge>;
  return <StatusBadge tone={passed ? 'good' : 'bad'}>{passed ? text.passed : text.refused}</StatusBadge>;
}

interface VersionMenuProps extends Pick<VersionsTableProps, 'hasChampion' | 'onIntent'> {
  readonly version: ModelVersionSummary;
}

function VersionMenu({ version: { id, number, alias, jobId, modelName }, hasChampion, onIntent }: VersionMenuProps) {
  const text = useText().models;
  const { format } = useLanguage();
  const mayPromote = useSession().may('models:promote', verticalOfModel(modelName));
  const about = { versionId: id, number };
  if (!mayPromote && jobId === null) return null;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={`${text.column.actions}: ${text.versionTitle(format.integer(number))}`}
        >
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayPromote && (
          <>
            <Menu.Item disabled={alias === 'champion'} onClick={() => onIntent({ kind: 'promote', ...about })}>
              {text.promote.menu}
            </Menu.Item>
            <Menu.Item
              disabled={alias === 'champion' || !hasChampion}
              onClick={() => onIntent({ kind: 'challenge', ...about })}
            >
              {alias === 'challenger' ? text.challenge.changeMenu : text.challenge.menu}
            </Menu.Item>
          </>
        )}
        {jobId !== null && (
          <Menu.Item component={Link} href={addressOf.job(jobId)}>
            {text.showJob}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
