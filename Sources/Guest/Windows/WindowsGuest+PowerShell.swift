import Addresses
import Resources

extension WindowsGuest {
    /// The same as a PowerShell script, with a check and an undo.
    ///
    /// It writes down the weak-host settings that it finds and puts back those.
    public var powerShell: String {
        let addresses = frontends.map { frontend in
            let length = frontend.address.version.bitWidth
            let family = frontend.address.version.rawValue
            return
                "    @{ Address = '\(frontend.address)'; Length = \(length); Family = '\(family)' }"
        }
        let rules = frontends.flatMap { frontend in
            frontend.services.map { service in
                let name = Self.name(service, frontend.address)
                let transport =
                    service.transport == .all ? "Any" : service.transportName.uppercased()
                let port = service.transport == .all ? "Any" : "\(service.port)"
                return "    @{ Name = '\(name)'; Address = '\(frontend.address)'; "
                    + "Protocol = '\(transport)'; Port = '\(port)' }"
            }
        }
        return Self.parameters(quoted(interface), quoted(loopback))
            + "$Addresses = @(\n\(addresses.joined(separator: "\n"))\n)\n"
            + "$Rules = @(\n\(rules.joined(separator: "\n"))\n)\n" + Self.body
    }

    private func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }

    private static func parameters(_ interface: String, _ loopback: String) -> String {
        """
        #Requires -RunAsAdministrator
        # Floating IP on a Windows guest. Without a parameter it configures, -Check says what is
        # missing and ends with 1 if anything is, -Undo takes everything back.
        param(
            [switch]$Check,
            [switch]$Undo,
            [string]$Interface = \(interface),
            [string]$Loopback = \(loopback)
        )
        $ErrorActionPreference = 'Stop'

        """
    }

    private static let body = #"""
        $Record = Join-Path $env:ProgramData 'Apus\guest.json'
        $Settings = @()
        foreach ($Family in ($Addresses | ForEach-Object { $_.Family } | Select-Object -Unique)) {
            $Settings += @{ Alias = $Interface; Family = $Family; Name = 'WeakHostReceive' }
            $Settings += @{ Alias = $Loopback; Family = $Family; Name = 'WeakHostReceive' }
            $Settings += @{ Alias = $Loopback; Family = $Family; Name = 'WeakHostSend' }
        }

        function Get-Setting($Setting) {
            $Found = Get-NetIPInterface -InterfaceAlias $Setting.Alias -AddressFamily $Setting.Family
            [string]$Found.($Setting.Name)
        }

        function Set-Setting($Setting, $Value) {
            $Change = @{ InterfaceAlias = $Setting.Alias; AddressFamily = $Setting.Family }
            $Change[$Setting.Name] = $Value
            Set-NetIPInterface @Change
        }

        function Get-Address($Address) {
            Get-NetIPAddress -InterfaceAlias $Loopback -IPAddress $Address.Address `
                -PolicyStore ActiveStore -ErrorAction SilentlyContinue
        }

        if ($Check) {
            $Missing = @()
            foreach ($Setting in $Settings) {
                if ((Get-Setting $Setting) -ne 'Enabled') {
                    $Missing += "$($Setting.Name) of $($Setting.Alias), $($Setting.Family)"
                }
            }
            foreach ($Address in $Addresses) {
                if (-not (Get-Address $Address)) { $Missing += "address $($Address.Address)" }
            }
            foreach ($Rule in $Rules) {
                if (-not (Get-NetFirewallRule -DisplayName $Rule.Name -ErrorAction SilentlyContinue)) {
                    $Missing += "firewall rule $($Rule.Name)"
                }
            }
            $Missing | ForEach-Object { Write-Output "missing: $_" }
            if ($Missing.Count -gt 0) { exit 1 }
            Write-Output 'Nothing is missing.'
            exit 0
        }

        if ($Undo) {
            if (-not (Test-Path $Record)) { Write-Output 'Nothing was changed.'; exit 0 }
            $Before = Get-Content -Raw $Record | ConvertFrom-Json
            foreach ($Name in $Before.Rules) { Remove-NetFirewallRule -DisplayName $Name }
            foreach ($Address in $Before.Addresses) {
                Remove-NetIPAddress -InterfaceAlias $Loopback -IPAddress $Address -Confirm:$false
            }
            foreach ($Setting in $Before.Settings) { Set-Setting @{
                Alias = $Setting.Alias; Family = $Setting.Family; Name = $Setting.Name
            } $Setting.Value }
            Remove-Item $Record
            exit 0
        }

        $Done = @{ Settings = @(); Addresses = @(); Rules = @() }
        if (Test-Path $Record) {
            $Before = Get-Content -Raw $Record | ConvertFrom-Json
            $Done = @{
                Settings = @($Before.Settings); Addresses = @($Before.Addresses)
                Rules = @($Before.Rules)
            }
        }
        New-Item -ItemType Directory -Force (Split-Path $Record) | Out-Null
        function Save-Record { $Done | ConvertTo-Json -Depth 4 | Set-Content $Record }
        foreach ($Setting in $Settings) {
            $Value = Get-Setting $Setting
            if ($Value -eq 'Enabled') { continue }
            $Done.Settings += @{
                Alias = $Setting.Alias; Family = $Setting.Family; Name = $Setting.Name
                Value = $Value
            }
            Save-Record
            Set-Setting $Setting 'Enabled'
        }
        foreach ($Address in $Addresses) {
            if (Get-Address $Address) { continue }
            $Done.Addresses += $Address.Address
            Save-Record
            New-NetIPAddress -InterfaceAlias $Loopback -IPAddress $Address.Address `
                -PrefixLength $Address.Length -SkipAsSource $true | Out-Null
        }
        foreach ($Rule in $Rules) {
            if (Get-NetFirewallRule -DisplayName $Rule.Name -ErrorAction SilentlyContinue) { continue }
            $Done.Rules += $Rule.Name
            Save-Record
            $New = @{
                DisplayName = $Rule.Name; Direction = 'Inbound'; Action = 'Allow'
                LocalAddress = $Rule.Address; Protocol = $Rule.Protocol
            }
            if ($Rule.Protocol -ne 'Any') { $New.LocalPort = $Rule.Port }
            New-NetFirewallRule @New | Out-Null
        }

        """#
}
