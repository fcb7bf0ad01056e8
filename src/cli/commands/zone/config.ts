import { type Command, Option } from "commander";
import { DEBIAN, type KnotOptions, knotConfiguration } from "../../../distribute/zone-transfer/knot-config.ts";
import { apexOption, collect } from "./options.ts";

type Options = Pick<KnotOptions, "apex" | "listen" | "rundir" | "storage" | "log"> & {
  readonly user: string | false;
};

export function registerConfig(zone: Command): void {
  zone
    .command("config")
    .summary("print the configuration of Knot DNS")
    .description(
      "Prints knotd's configuration as the list's primary. Import it once, before knotd starts with the database:\n" +
        "  hifazat zone config --listen 192.0.2.53@53 >knot.conf && sudo -u knot knotc -C /var/lib/knot/confdb conf-import knot.conf\n" +
        "Importing it again forgets every subscriber's key.",
    )
    .option("--listen <addr@port>", "an address to answer on; repeatable", collect, [])
    .option("--rundir <dir>", "where the control socket is made", DEBIAN.rundir)
    .option("--storage <dir>", "for the zone file and the journal", DEBIAN.storage)
    .option("--user <user:group>", "whom knotd becomes", DEBIAN.user)
    .option("--no-user", "knotd stays who it is")
    .addOption(new Option("--log <target>", "where knotd logs to").choices(["syslog", "stderr"]).default(DEBIAN.log))
    .addOption(apexOption())
    .action(print);
}

function print({ listen, user, ...rest }: Options): void {
  const addresses = listen.length === 0 ? ["127.0.0.1@53"] : listen;
  process.stdout.write(knotConfiguration({ ...rest, listen: addresses, user: user || undefined }));
}
