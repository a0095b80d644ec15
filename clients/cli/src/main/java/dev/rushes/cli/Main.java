// SPDX-License-Identifier: Apache-2.0
package dev.rushes.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code rushes} command. Exit codes: 0 done, 2 wrong command line, 3 unusable media, 4 installation, 130 Ctrl-C. */
@Command(
        name = "rushes",
        description = "Beat-synced vertical edits from raw clips and a song, in your own style.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EditCommand.class,
            DemoCommand.class,
            InspectCommand.class,
            ExportCommand.class,
            ServeCommand.class,
            OpenCommand.class,
            PairCommand.class,
            ShareCommand.class,
            TokenCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {
            "",
            "Also: ./rushes test runs every check, ./rushes bench NAME measures.",
            "Exit codes: 0 done, 2 wrong command line, 3 unusable footage or song, 4 installation or server, 130 Ctrl-C."
        })
public final class Main implements Runnable {

    private static final String VERSION = "rushes 0.1.0";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    CommandSpec spec;

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        CommandLine line = new CommandLine(new Main());
        helpful(line);
        line.setExecutionExceptionHandler((e, command, parsed) -> explain(e, command));
        line.setParameterExceptionHandler((e, unused) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("rushes: " + words(e));
            UnmatchedArgumentException.printSuggestions(e, err);
            err.println("  Try: rushes " + subcommand(e.getCommandLine()) + "--help");
            return ExitCode.USAGE.code();
        });
        return line.execute(args);
    }

    private static void helpful(CommandLine command) {
        if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
            command.getCommandSpec().mixinStandardHelpOptions(true).version(VERSION);
        }
        command.getCommandSpec().usageMessage().hidden(command.getCommand() instanceof AutoComplete.GenerateCompletion);
        command.getSubcommands().values().forEach(Main::helpful);
    }

    private static int explain(Exception e, CommandLine command) {
        PrintWriter err = command.getErr();
        if (e instanceof CliFailure failure) {
            err.println("rushes: " + failure.getMessage());
            return failure.exitCode().code();
        }
        if (e instanceof InterruptedException) {
            return 130;
        }
        err.println("rushes: " + e + " (this is a bug; please report it with the lines below)");
        e.printStackTrace(err);
        return ExitCode.ENVIRONMENT.code();
    }

    /** What picocli says, in words of the command line instead of Java types. */
    private static String words(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && unmatched.getCommandLine().getCommand() instanceof EditCommand
                && !unmatched.isUnknownOption()) {
            return "\"" + unmatched.getUnmatched().getFirst()
                    + "\": one argument too many; name the folder that holds your clips,"
                    + " not each clip, and the song with --song";
        }
        return String.valueOf(e.getMessage())
                .replaceFirst("is not a double$", "is not a number")
                .replaceFirst("is not an? (long|int)$", "is not a whole number")
                .replaceFirst("^Unmatched (arguments?) (?:at|from) index \\d+", "Unknown $1");
    }

    private static String subcommand(CommandLine line) {
        CommandLine parent = line.getParent();
        return parent == null ? "" : subcommand(parent) + line.getCommandName() + " ";
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
