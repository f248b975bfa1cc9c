import { type MigrationInterface, type QueryRunner } from '@lintel/data';

/**
 * Pictures as they were received, sealed, so that a verdict makes a label of what the model saw. Whatever removes a
 * recognition removes its picture.
 */
export class KeepOriginals1785000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ecommerce.original_picture (
        recognition_id uuid PRIMARY KEY REFERENCES ecommerce.recognition (id) ON DELETE CASCADE,
        received_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        picture_sealed bytea NOT NULL
      )`);
    // What is sealed cannot be compressed.
    await runner.query('ALTER TABLE ecommerce.original_picture ALTER picture_sealed SET STORAGE EXTERNAL');
    await runner.query('CREATE INDEX original_picture_received ON ecommerce.original_picture (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ecommerce.original_picture');
  }
}
