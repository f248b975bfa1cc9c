import { accuracyInterval } from '@lintel/core-ml';
import { DataSource } from '@lintel/data';
import { type Agreement as AgreementReport } from '@lintel/ecommerce-contract';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const DAY_MS = 24 * 3_600_000;
const count = z.coerce.number().int();
const rowsSchema = z.array(z.object({ className: z.string(), answers: count, checked: count, agreed: count }));

/** How often people agreed with a model, from their verdicts on its answers. */
@Injectable()
export class Agreement {
  constructor(private readonly database: DataSource) {}

  /**
   * @param modelSha256 SHA-256 of the model's ONNX file
   * @param days age of the oldest answers that count
   */
  async of(modelSha256: string, days: number, now = new Date()): Promise<AgreementReport> {
    const rows = rowsSchema.parse(
      await this.database.query(
        `SELECT class_name AS "className", count(*) AS answers, count(verdict_class) AS checked,
           count(*) FILTER (WHERE verdict_class = class_name) AS agreed
         FROM ecommerce.recognition
         WHERE deleted_at IS NULL AND model_sha256 = $1 AND created_at >= $2
         GROUP BY class_name ORDER BY class_name`,
        [modelSha256, new Date(now.getTime() - days * DAY_MS)],
      ),
    );
    const sum = (field: 'answers' | 'checked' | 'agreed'): number => rows.reduce((total, row) => total + row[field], 0);
    const [checked, agreed] = [sum('checked'), sum('agreed')];
    return {
      days,
      answers: sum('answers'),
      checked,
      agreed,
      share: checked === 0 ? null : agreed / checked,
      interval: checked === 0 ? null : accuracyInterval(agreed, checked),
      classes: rows.flatMap(({ answers: _, ...row }) => (row.checked === 0 ? [] : [row])),
    };
  }
}
