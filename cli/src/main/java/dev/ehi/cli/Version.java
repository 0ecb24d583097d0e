package dev.ehi.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the versions of the program and of the Java that runs it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "ehi " + (version == null ? "development build" : version),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }
}
