'use client';

import { type ModelVersion } from '@lintel/contracts';
import { Section } from '@lintel/ui';
import { Table } from '@mantine/core';
import { useText } from '../language/text';
import { configurationDifferences } from './configuration';
import classes from './compare.module.css';

export interface ConfigurationSectionProps {
  readonly versions: readonly ModelVersion[];
  readonly names: readonly string[];
}

/** The configuration of the versions, where they differ. */
export function ConfigurationSection({ versions, names }: ConfigurationSectionProps) {
  const text = useText().compare;
  const rows = configurationDifferences(versions);
  return (
    <Section title={text.configuration}>
      {rows.length === 0 ? (
        <p>{text.sameConfiguration}</p>
      ) : (
        <div className={classes['scroll']} tabIndex={0} role="region" aria-label={text.configuration}>
          <Table verticalSpacing={6} className={classes['configuration'] ?? ''}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{text.setting}</Table.Th>
                {names.map((name) => (
                  <Table.Th key={name} scope="col">
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ name, values }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row" fw={400}>
                    <code>{name}</code>
                  </Table.Th>
                  {values.map((value, index) => (
                    <Table.Td key={versions[index]?.id}>{value ?? '–'}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Section>
  );
}
