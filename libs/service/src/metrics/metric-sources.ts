import { Injectable } from '@nestjs/common';

type Source = () => string | Promise<string>;

/** The metrics of the service, each source in the text format of Prometheus. Providers register theirs. */
@Injectable()
export class MetricSources {
  private readonly sources: Source[] = [];

  add(source: Source): void {
    this.sources.push(source);
  }

  async text(): Promise<string> {
    return (await Promise.all(this.sources.map(async (source) => source()))).join('');
  }
}
