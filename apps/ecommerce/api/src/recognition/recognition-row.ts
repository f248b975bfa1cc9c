import { type ClassProbability, type UnsureReason } from '@lintel/contracts';
import { Column, DeleteDateColumn, Entity, Index, PrimaryGeneratedColumn } from '@lintel/data';

const LIVING = '(deleted_at IS NULL)';

/** A recognised picture. Deleted ones stay in the bin for 30 days, so that a deletion can be undone. */
@Entity('recognition')
@Index('recognition_id', ['id'], { unique: true })
@Index('recognition_class', ['className', 'sequence'], { where: LIVING })
@Index('recognition_unsure', ['unsure', 'sequence'], { where: LIVING })
@Index('recognition_deleted', ['deletedAt', 'sequence'], { where: '(deleted_at IS NOT NULL)' })
@Index('recognition_created', ['createdAt'], { where: LIVING })
@Index('recognition_subject', ['subjectKeyId'])
@Index('recognition_verdict', ['sequence'], { where: '((verdict_class IS NOT NULL) AND (deleted_at IS NULL))' })
export class RecognitionRow {
  /** Order of the history; decimal digits, because it may exceed the safe integers of JavaScript. */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'recognition_pkey',
  })
  readonly sequence!: string;

  @Column('uuid')
  id!: string;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;

  @DeleteDateColumn({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt?: Date | null;

  /** Key of the subject. */
  @Column('uuid', { name: 'subject_key_id' })
  subjectKeyId!: string;

  @Column('bytea', { name: 'file_name_sealed' })
  fileNameSealed!: Buffer;

  @Column('integer')
  width!: number;

  @Column('integer')
  height!: number;

  @Column('text', { name: 'model_name' })
  modelName!: string;

  @Column('text', { name: 'model_sha256' })
  modelSha256!: string;

  /** Version in the registry; null if the model is not registered. */
  @Column('uuid', { name: 'model_version_id', nullable: true })
  modelVersionId!: string | null;

  @Column('double precision', { name: 'latency_ms' })
  latencyMs!: number;

  @Column('text', { name: 'class_name' })
  className!: string;

  @Column('double precision')
  probability!: number;

  @Column('boolean')
  unsure!: boolean;

  /** Null if the answer is sure. */
  @Column('text', { name: 'unsure_reason', nullable: true })
  unsureReason!: UnsureReason | null;

  @Column('jsonb')
  top!: ClassProbability[];

  /** The class that a person named; null without a verdict. */
  @Column('text', { name: 'verdict_class', nullable: true })
  verdictClass!: string | null;

  @Column('text', { name: 'verdict_author', nullable: true })
  verdictAuthor!: string | null;

  @Column({ type: 'timestamptz', name: 'verdict_at', precision: 3, nullable: true })
  verdictAt!: Date | null;

  /** WebP. Only read when requested. */
  @Column('bytea', { name: 'thumbnail_sealed', select: false })
  thumbnailSealed!: Buffer;
}
