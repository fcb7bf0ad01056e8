import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A loopback registry over a map of files. `answers` takes a path over, to misbehave. */
export class FixtureServer {
  readonly requests: { method: string; path: string; authorization: string | undefined; body: string }[] = [];
  readonly answers = new Map<string, RequestListener>();
  files: ReadonlyMap<string, Buffer>;
  readonly #server: Server;

  private constructor(files: ReadonlyMap<string, Buffer>) {
    this.files = files;
    this.#server = createServer(async (request, response) => {
      const path = request.url ?? "";
      let body = "";
      for await (const chunk of request) body += chunk;
      this.requests.push({ method: request.method ?? "", path, authorization: request.headers.authorization, body });
      const answer = this.answers.get(path);
      if (answer !== undefined) return answer(request, response);
      const bytes = this.files.get(path);
      if (bytes === undefined) return response.writeHead(404).end("not found");
      return response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    });
  }

  static async start(files: ReadonlyMap<string, Buffer>): Promise<FixtureServer> {
    const fixture = new FixtureServer(files);
    await new Promise<void>((resolve) => fixture.#server.listen(0, "127.0.0.1", resolve));
    return fixture;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  paths(part: string): string[] {
    return this.requests.map(({ path }) => path).filter((path) => path.includes(part));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
