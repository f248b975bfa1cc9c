import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

/** Describes the API, from the zod contracts, as a page at /docs and as JSON at /docs-json. */
export function describeApi(app: INestApplication, { title, description, version }: ApiDescription): void {
  const outline = new DocumentBuilder().setTitle(title).setDescription(description).setVersion(version).build();
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, outline));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: `${title}: API`,
  });
}
